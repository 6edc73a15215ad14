"""The app in the browser: pages that ask ``planning`` and draw what it answers; a module a page."""

from simulator.faces.web.app import open_app

__all__ = ["open_app"]
