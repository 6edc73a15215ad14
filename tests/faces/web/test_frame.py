"""What the frame keeps when the reader goes from page to page: what was moved, what was switched, and what the link says."""

import pytest
import streamlit as st

from simulator.faces.web import switches
from simulator.faces.web.app import PAGES, Page
from simulator.words import LANGUAGES, entries
from tests.faces.web.test_page import PLAN, address, app, drawn, figures, filed

__all__ = ["app", "filed"]


@pytest.fixture
def second(monkeypatch):
    """A page that has a switch of its own, shares book and view, and wants no levers."""

    def draw(session):
        book, view = switches.books(session)
        mine = switches.one_of(session, "mine", "mine", ("net", "gross"), "net")
        st.markdown(f"{book} {view} {mine}")

    monkeypatch.setitem(entries()[0], "page_second", dict.fromkeys(LANGUAGES, "Second"))
    monkeypatch.setitem(PAGES, "second", Page(draw, (*switches.BOTH, "mine"), levers=False))


def go(page, name):
    """What a click on a name in the bar of pages does: the browser asks for the page, with no parameters."""
    page._page_hash = next(key for key, one in page._registered_pages.items() if one["url_pathname"] == name)
    page.query_params = {}
    return page.run()


def said(page):
    return next(one.value for one in page.markdown if one.value.startswith(("inventory", "product", "flow")))


def test_what_is_moved_and_switched_goes_along_to_another_page_and_back(app, filed, second):
    mark = drawn(filed)
    page = app()
    page.slider(key=mark.key).set_value(mark.low).run()
    page.segmented_control(key="book").set_value("flow").run()
    page.segmented_control(key="by").set_value("scope").run()
    before, link = figures(page), address(page)
    go(page, "second")
    assert not page.exception
    assert said(page) == "flow market net"
    assert not page.slider
    assert address(page) == {key: value for key, value in link.items() if key != "by"}
    page.segmented_control(key="mine").set_value("gross").run()
    assert address(page)["mine"] == "gross"
    page.segmented_control(key="view").set_value("location").run()
    go(page, "")
    assert address(page) == {**link, "view": "location"}
    page.segmented_control(key="view").set_value("market").run()
    assert figures(page) == before
    assert said(go(page, "second")) == "flow market gross"


def test_a_link_to_a_page_restores_its_switches_and_leaves_those_of_others(app, second):
    page = app({"scenario": PLAN, "by": "scope"})
    go(page, "second")
    page.query_params = {"scenario": PLAN, "mine": "gross", "book": "product"}
    assert said(page.run()) == "product market gross"
    page.query_params = {"scenario": PLAN, "mine": "nonsense", "by": "market"}
    assert said(page.run()) == "inventory market net"
    assert address(page) == {"scenario": PLAN}
    assert address(go(page, "")) == {"scenario": PLAN, "by": "scope"}
