"""The commands, put together."""

from __future__ import annotations

import typer

from simulator.faces.cli import (
    compare,
    explain,
    footprint,
    frontier,
    hotspots,
    library,
    machine,
    optimize,
    run,
    scenario,
    simulate,
    uncertainty,
    wedges,
)


def program() -> typer.Typer:
    """The command line with all its commands."""
    app = typer.Typer(
        help="Decarbonization scenarios for a maker of electric cars and its supply chain to 2045.",
        epilog="Exit codes: 0 done, 1 internal error, 2 usage, 3 invalid scenario, 4 target missed (--check), 130 interrupted.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.command()(run.run)
    app.command()(simulate.simulate)
    app.command()(uncertainty.uncertainty)
    app.command()(optimize.optimize)
    app.command()(frontier.frontier)
    app.command()(wedges.wedges)
    app.command()(wedges.macc)
    app.command()(footprint.footprint)
    app.command()(hotspots.hotspots)
    app.command()(explain.explain)
    app.command()(compare.diff)
    app.command()(compare.compare)
    app.command()(scenario.validate)
    app.command()(scenario.schema)
    app.add_typer(library.data, name="data")
    app.command()(machine.doctor)
    app.command("app")(machine.open_app)
    app.command()(machine.version)
    return app


__all__ = ["program"]
