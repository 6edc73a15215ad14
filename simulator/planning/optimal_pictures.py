"""The pictures of a least-cost plan: pathway, shares, what it costs, what a tonne costs; the band of its replay."""

from __future__ import annotations

import numpy as np

from simulator import charts
from simulator.analysis import target_lines
from simulator.analysis.columns import Columns, kept, of_rows
from simulator.analysis.yearly import tables as cuts
from simulator.charts.look import GREY, INDIGO, SERIES
from simulator.charts.multiples import MOST, multiples
from simulator.charts.yearly import Line, yearly
from simulator.equations.arrays import path
from simulator.planning.optimal_tables import BEFORE, OPTIMUM, WITHOUT
from simulator.planning.planned import Optimal
from simulator.planning.roadmap import picture as roadmap
from simulator.planning.room_wording import picture as manoeuvre
from simulator.planning.simulation_files import picture
from simulator.planning.worth import Marginal, marginals
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE, _MILLION = parse_unit("t").factor, parse_unit("MEUR").factor
_LIMIT = "limit on spending"
_LOOKS = {
    WITHOUT: Line(GREY, (2, 2)),
    BEFORE: Line("#B35900", (6, 3)),
    OPTIMUM: Line(INDIGO),
    _LIMIT: Line("#B00020", (1, 3)),
}
_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross")


def pictures(found: Optimal) -> dict[str, charts.Spec]:
    """Specifications by the name of their file; without a marginal cost where no tonne has one."""
    out = {
        f"plan-pathway-{found.book}": pathway(found),
        "plan-roadmap": roadmap(found),
        "plan-shares": shares(found),
        "plan-costs": costs(found),
    }
    priced = abatement(found)
    if priced is not None:
        out["plan-abatement-cost"] = priced
    if found.room is not None:
        out["plan-alternatives"] = manoeuvre(found)
    if found.replay is not None:
        out["replay-pathway-band"] = picture(found.replay)
    return out


def pathway(found: Optimal, words: Words = ENGLISH) -> charts.Spec:
    """The plan's gross by stage; beside its net that of the scenario's own plan and without levers."""
    mine, *others = (cuts(ledger, found.book, found.view) for ledger in (found.ledger, found.before, found.without))
    lines = target_lines(found.scenario.targets.values(), found.ledger, found.book, found.view, words)
    named = {
        words("net_of", name=words.term(name)): cut["pathway"]
        for name, cut in zip((BEFORE, WITHOUT), others, strict=True)
    }
    drawn = charts.pathway(mine["pathway"], mine["stages"], lines, named, words=words)
    drawn["title"] |= {"subtitle": [drawn["title"]["subtitle"], words("plan_areas", name=words.term(OPTIMUM))]}
    return drawn


def shares(found: Optimal) -> charts.Spec:
    """Shares of the levers over the years of sale; of too many those that change most."""
    table, end = found.tables["plan-shares"], found.ledger.header.sales_end
    table = kept(table, [year <= end for year in table["year"].tolist()])
    names = list(dict.fromkeys(table["lever"].tolist()))
    moved = {name: _moved(table, name) for name in names}
    most = set(sorted(names, key=lambda name: -moved[name])[:MOST])
    shown = [name for name in names if name in most]
    left = f"; {len(names) - len(shown)} that change less are left out" if len(shown) < len(names) else ""
    about = [f"area: {OPTIMUM}; dashes: {BEFORE}{left}"]
    return multiples(kept(table, [name in most for name in table["lever"].tolist()]), about)


def _moved(table: Columns, name: str) -> float:
    here = table["lever"] == name
    return float(np.abs(table["share"][here] - table["share_before"][here]).sum())


def costs(found: Optimal, words: Words = ENGLISH) -> charts.Spec:
    """What the three plans cost whoever pays, by year."""
    header = found.ledger.header
    count = header.sales_end - header.periods[0] + 1
    drawn = {WITHOUT: found.cost(found.without), BEFORE: found.cost(found.before), OPTIMUM: found.cost(found.ledger)}
    most = found.asks.spend_at_most
    if most is not None:
        drawn[_LIMIT] = drawn[WITHOUT][:count] + path(most, np.array(header.periods[:count], dtype=float))
    rows = [
        (words.term(name), year, value / _MILLION)
        for name, values in drawn.items()
        for year, value in zip(header.periods[:count], values.tolist(), strict=False)
        if name != _LIMIT or year >= found.since
    ]
    payer = words("plan_company" if found.asks.objective == "company" else "plan_system")
    now, then = (words.figure(charts.spelled(found.present(one) / _MILLION)) for one in (found.ledger, found.before))
    rate = words.figure(f"{100.0 * header.discount_rate:.1f}")
    about = words("plan_costs_about", money=header.money, base=header.base, rate=rate, now=now, then=then)
    looks = {words.term(name): look for name, look in _LOOKS.items()}
    title = words("plan_costs_title", payer=payer)
    return yearly(of_rows(("line", "year", "value"), rows), looks, title, words("plan_a_year"), [about])


def abatement(found: Optimal, words: Words = ENGLISH) -> charts.Spec | None:
    """What the last tonne of each target costs, by year; None where no tonne has a price."""
    priced = [one for one in marginals(found.scenario, found.asks, found.plan, found.since) if one.within]
    if not priced:
        return None
    names = list(dict.fromkeys(_called(one, words) for one in priced))
    looks = {name: Line(SERIES[at % len(SERIES)], shape=_SHAPES[at % len(_SHAPES)]) for at, name in enumerate(names)}
    rows = [(_called(one, words), one.year, one.price * _TONNE) for one in priced]
    about = [words("plan_marginal_about", money=found.ledger.header.money)]
    title, unit = words("plan_marginal_title"), words("plan_marginal_axis")
    return yearly(of_rows(("line", "year", "value"), rows), looks, title, unit, about)


def _called(one: Marginal, words: Words) -> str:
    return f"{one.target}, {words.term(one.held)}"


__all__ = ["abatement", "costs", "pathway", "pictures", "shares"]
