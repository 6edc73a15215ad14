"""Wedges and the abatement curve as tables: what is written to files and what is drawn."""

from __future__ import annotations

import numpy as np

from simulator import charts, outputs
from simulator.analysis import AFTER
from simulator.analysis.columns import Columns, column, of_rows
from simulator.charts.abatement import abatement as curve
from simulator.charts.wedges import OTHERS
from simulator.charts.wedges import wedges as layered
from simulator.ledger import Array, Book, View
from simulator.network import BOOKS, VIEWS
from simulator.planning.abatement import Abatement, Bar
from simulator.planning.coalitions import Measure
from simulator.planning.players import Player
from simulator.planning.wedges import Way, Wedges
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

WAYS: dict[Way, str] = {"shapley": "Shapley value", "error": "standard error", "alone": "alone", "last": "last"}
_TONNE = parse_unit("t").factor
_LAYERS = 9
"""Players with a layer of their own in the picture; the others are one together."""
_THIN = 1e-3
"""Layers with less than this share of all that is cut are left out."""


def yearly(found: Wedges) -> Columns:
    """``player kind way book view year gross removed net`` [kg CO2e]: what each changes, below 0 where it lowers emissions.

    ``way``: :data:`WAYS`; the standard error stands where orders were drawn.
    """
    years = column([*found.years, AFTER])
    ways = [way for way in WAYS if way != "error" or found.pairs]
    keys = [
        (player, way, book, view)
        for player in range(len(found.players))
        for way in ways
        for book in BOOKS
        for view in VIEWS
    ]
    out: Columns = {
        name: np.repeat(column(labels), len(years))
        for name, labels in (
            ("player", [found.players[player].name for player, *_ in keys]),
            ("kind", [found.players[player].kind for player, *_ in keys]),
            ("way", [WAYS[way] for _, way, *_ in keys]),
            ("book", [book for *_, book, _ in keys]),
            ("view", [view for *_, view in keys]),
        )
    }
    out["year"] = np.tile(years, len(keys))
    for measure in ("gross", "removed", "net"):
        rows = [_changed(found, way, measure, book, view)[player, : len(years)] for player, way, book, view in keys]
        out[measure] = np.concatenate(rows)
    return out


def _changed(found: Wedges, way: Way, measure: Measure, book: Book, view: View) -> Array:
    return found.change(way, "removed") if measure == "removed" else found.change(way, measure, book, view)


def costs(found: Wedges) -> Columns:
    """``player kind way year own carbon once`` [EUR], as it is paid: what each changes, below 0 where it saves."""
    years = column([*found.years, AFTER])
    ways = [way for way in WAYS if way != "error" or found.pairs]
    keys = [(player, way) for player in range(len(found.players)) for way in ways]
    out: Columns = {
        "player": np.repeat(column([found.players[player].name for player, _ in keys]), len(years)),
        "kind": np.repeat(column([found.players[player].kind for player, _ in keys]), len(years)),
        "way": np.repeat(column([WAYS[way] for _, way in keys]), len(years)),
        "year": np.tile(years, len(keys)),
    }
    paid: tuple[Measure, ...] = ("own", "carbon", "once")
    for measure in paid:
        out[measure] = np.concatenate([found.change(way, measure)[player, : len(years)] for player, way in keys])
    return out


_BAR = (
    "player", "kind", "group", "drawn", "lacks a price", "unproven price", "gross", "removed", "net", "own", "once", "carbon",
    "EUR per t without carbon cost", "EUR per t with carbon cost", "EUR per t as paid, not discounted",
)  # fmt: skip


def bars(found: Abatement) -> Columns:
    """One row a bar, cheapest first, then those that are not drawn; changes are below 0 where a bar lowers emissions or cost.

    ``gross removed net`` over the years of sale [kg CO2e]; ``own once carbon`` present value [EUR]; per tonne cut [EUR/t] without
    and with carbon cost, and as paid, without it: empty where nothing is drawn.
    """
    net = found.wedges.change("shapley", "net", found.book, found.view)[:, found.wedges.column()]
    of = {player.name: float(value) for player, value in zip(found.wedges.players, net, strict=True)}
    return of_rows(
        _BAR,
        [
            (
                bar.player.name, bar.player.kind, bar.player.group, "yes" if bar.drawn else "no", "; ".join(bar.missing),
                "yes" if bar.unproven else "no", -bar.gross, bar.removed, of[bar.player.name], bar.own, bar.once, bar.carbon,
                *_per_tonne(bar),
            )
            for bar in found.bars
        ],
    )  # fmt: skip


def _per_tonne(bar: Bar) -> tuple[str, str, str]:
    if not bar.drawn:
        return "", "", ""
    without, with_, paid = (format(value * _TONNE, ".12g") for value in (bar.cost, bar.with_carbon, bar.as_paid))
    return without, with_, paid


def wedge_picture(found: Wedges, book: Book, view: View, words: Words = ENGLISH) -> charts.Spec:
    """The wedges of one book and view over the years of sale: gross cut by lever, and what removals take out of the rest."""
    count = len(found.scenario.years.sales)
    cuts = -found.change("shapley", "gross", book, view)[:, :count]
    without, gross = (each[:count] for each in found.total("gross", book, view))
    net = found.total("net", book, view)[1][:count]
    sizes = np.abs(cuts).sum(axis=1)
    order = [row for row in np.argsort(-sizes, kind="stable").tolist() if sizes[row] > _THIN * sizes.sum()]
    layers = {_called(found.players[row]): cuts[row] for row in order[:_LAYERS]}
    rest = [row for row in range(len(cuts)) if row not in order[:_LAYERS]]
    if rest:
        layers[OTHERS] = cuts[rest].sum(axis=0)
    years = list(found.years[:count])
    table: Columns = {
        "name": np.repeat(column(list(layers)), count),
        "year": np.tile(years, len(layers)),
        "cut": np.concatenate(list(layers.values())),
    }
    lines: Columns = {"year": column(years), "without": without, "gross": gross, "net": net}
    return layered(table, lines, book, view, how(found, words), words)


def macc_picture(found: Abatement, words: Words = ENGLISH, *, listed: bool = True) -> charts.Spec | None:
    """The abatement curve; None where no bar cuts enough to be drawn. ``listed`` : with the names of bars beside them."""
    drawn = [bar for bar in found.bars if bar.drawn]
    if not drawn:
        return None
    table = of_rows(
        ("name", "group", "cut", "cost", "with_carbon", "gaps"),
        [
            (words.term(_called(b.player)), words.term(b.player.group), b.cut, b.cost, b.with_carbon, bool(b.missing))
            for b in drawn
        ],
    )
    return curve(table, found.book, found.view, [priced(found, words), words("macc_interact")], words, listed=listed)


def annual_cuts(found: Wedges, book: Book, view: View) -> Columns:
    """The picture's numbers over the years of sale: without any, what each takes off gross, gross and net with all [t CO2e]."""
    count = len(found.scenario.years.sales)
    without, gross = (each[:count] / _TONNE for each in found.total("gross", book, view))
    cuts = -found.change("shapley", "gross", book, view)[:, :count] / _TONNE
    said: Columns = {"year": column(list(found.years[:count])), "without any [t CO2e]": without}
    said |= {f"{outputs.safe(_called(player))} [t CO2e]": cut for player, cut in zip(found.players, cuts, strict=True)}
    net = found.total("net", book, view)[1][:count] / _TONNE
    return said | {"gross with all [t CO2e]": gross, "net with all [t CO2e]": net}


def _called(player: Player) -> str:
    return player.title


def how(found: Wedges, words: Words = ENGLISH) -> str:
    """How the shares came about, in a sentence."""
    text = words("wedges_how", players=len(found.players), projections=words.figure(f"{found.coalitions:,}")) + "; "
    text += words("wedges_drawn", orders=2 * found.pairs, seed=found.seed) if found.pairs else words("wedges_all")
    removing = any(player.removes for player in found.players)
    return text + ("; " + words("wedges_removals") if removing and found.removals == "last" else "")


def priced(found: Abatement, words: Words = ENGLISH) -> str:
    """How cost is counted, in a sentence."""
    until = words("macc_to", year=found.to) if found.to is not None else words("macc_until")
    rate = words.figure(f"{100.0 * found.rate:.1f}")
    money = found.wedges.scenario.accounting.money
    return words(
        "macc_priced", money=money, until=until, present=found.present, rate=rate, start=found.start, end=found.end
    )


__all__ = ["WAYS", "annual_cuts", "bars", "costs", "how", "macc_picture", "priced", "wedge_picture", "yearly"]
