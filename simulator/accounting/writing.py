"""From a solved scenario to its ledger: both views, removals sized and booked, both cuts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulator.accounting.avoided import avoided
from simulator.accounting.booking import Booked, book, chain, with_removals
from simulator.accounting.bought import by_mass
from simulator.accounting.counts import fleet
from simulator.accounting.grades import by_amount
from simulator.accounting.happened import Happened
from simulator.accounting.monthly import months
from simulator.accounting.neutral import asked, removals
from simulator.accounting.obligations import breaches, obligations
from simulator.accounting.places import made, places
from simulator.accounting.remarks import rules, second_lives
from simulator.accounting.returned import lived, scrapped, supplied
from simulator.accounting.solve import Solved
from simulator.accounting.told import Told
from simulator.accounting.wanted import final_demand
from simulator.equations.capacity import capital
from simulator.equations.graph import Array, Graph, Supply
from simulator.equations.memory import Memory
from simulator.ledger import Entries, Finding, Header, Ledger, Months, Phase, Quality, Supplied, gross
from simulator.network import VIEWS, Shift, View
from simulator.progress import Report, silent


def write(
    solved: Solved,
    engine: str,
    findings: tuple[Finding, ...] = (),
    report: Report = silent,
    happened: Happened | None = None,
) -> Ledger:
    """The ledger of a solved scenario (one draw).

    Parameters
    ----------
    engine : name of the verb that solved it.
    findings : what the verb itself has to say.
    happened : what an engine of events tells; None: all goes as expected.
    """
    headline = solved.scenario.accounting.scope2
    booked: dict[View, Booked] = {}
    for number, view in enumerate(VIEWS):
        report(f"book {view} view", 1 + number, 5)
        booked[view] = book(solved, view, happened)
    draft = Ledger(
        _header(solved, engine), {view: b.entries for view, b in booked.items()}, {}, fleet(solved.cohorts, happened)
    )
    book_of = solved.scenario.accounting.neutralises
    units = asked(book_of, gross(draft, book_of, headline), chain(solved, booked[headline]))
    entries = {view: with_removals(solved, booked[view], units) for view in VIEWS}
    report("places", 3, 5)
    told = None if happened is None else Told(solved, happened, units)
    levels = {view: _made(solved, view, units, told) for view in VIEWS}
    cuts = {view: places(solved, view, level) for view, level in levels.items()}
    trusted = {
        view: Quality(
            cut[1],
            by_amount(solved, view, levels[view], units) if told is None else None,
            by_mass(solved, levels[view]),
        )
        for view, cut in cuts.items()
    }
    taken, remarks = removals(solved, headline, units)
    # a ban is held against what is really made
    held = obligations(solved, headline, solved.scenario.policies.values(), levels["location"])
    report("ledger", 4, 5)
    spared = avoided(solved, headline)
    return Ledger(
        header=draft.header,
        entries=entries,
        places={view: cut for view, (cut, _) in cuts.items()},
        fleet=draft.fleet,
        removals=taken,
        shares=_shares(solved),
        custody=_custody(solved),
        supplied=_supplied(solved, happened),
        avoided=spared,
        unproven={view: _over(each.factors.unproven, each.factors.kg.sum(axis=0)) for view, each in trusted.items()},
        quality=trusted,
        findings=(
            *solved.findings,
            *remarks,
            *breaches(solved, held),
            *rules(solved, cuts[headline][0]),
            *second_lives(spared),
            *findings,
        ),
        once=once_paid(solved),
        capital=_capital(solved),
        penalties=sum((each.paid for each in held), np.zeros(len(solved.numbers.years))),
        months=_months(solved, booked, entries, units, happened),
    )


def _over(part: Array, whole: Array) -> Array:
    """A part as a share of the whole, 0 where there is nothing."""
    out: Array = np.divide(part, whole, out=np.zeros_like(whole), where=whole != 0.0)
    return out


def _months(
    solved: Solved,
    booked: Mapping[View, Booked],
    entries: Mapping[View, Mapping[Phase, Entries]],
    removed: Array,
    happened: Happened | None,
) -> dict[View, Months]:
    """The flow book by month, where an engine of events told the months."""
    if happened is None or not happened.by_month:
        return {}
    told = Told(solved, happened, removed, monthly=True)
    return {
        view: months(solved, view, told, dict(book.monthly), entries[view]["overhead"]) for view, book in booked.items()
    }


def _made(solved: Solved, view: View, removed: Array, told: Told | None) -> Array:
    """What each maker makes, removals included, ``[maker, period]``."""
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    if told is not None:
        return told.levels(view, solved.shares, solved.weights[view])[:, 0]
    final = final_demand(solved.scenario, solved.numbers, solved.cohorts)
    if purchase is not None:
        final[purchase, 0] += removed
    return made(solved, view, final, "all")


def _header(solved: Solved, engine: str) -> Header:
    s = solved.scenario
    return Header(
        engine=engine,
        title=s.title,
        company=s.company,
        file=s.file,
        periods=tuple(s.years.tables),
        sales_end=s.years.end,
        base=s.years.base,
        flows=solved.numbers.graph.flows,
        gwp_set=s.accounting.gwp,
        gwp=dict(s.gwp),
        view=s.accounting.scope2,
        neutralises=s.accounting.neutralises,
        money=s.accounting.money,
        discount_rate=s.accounting.discount_rate,
    )


def _shares(solved: Solved) -> dict[tuple[str, str], Array]:
    graph = solved.numbers.graph
    return {names: solved.shares[row] for names, row in _choices.get((graph,), lambda: _chosen(graph)).items()}


_choices: Memory[dict[tuple[str, str], int]] = Memory()


def _chosen(graph: Graph) -> dict[tuple[str, str], int]:
    """Mix and option of each share that could be another -> its row."""
    return {
        (_named(supply), option): offset + position
        for supply, offset in zip(graph.supplies, graph.offsets, strict=True)
        if len(supply.options) > 1
        for position, option in enumerate(supply.options)
    }


def _named(supply: Supply) -> str:
    return f"{supply.name} [{', '.join(supply.levers)}]" if supply.levers else supply.name


_custodies: Memory[dict[tuple[str, str], str]] = Memory()


def _custody(solved: Solved) -> dict[tuple[str, str], str]:
    """Chain of custody of what is not bought physically: as the lever says that aims at it, else as the activity does."""
    actions = (lever.action for lever in solved.scenario.levers.values())
    same = (solved.numbers.graph, solved.scenario.activities, *actions)
    return dict(_custodies.get(same, lambda: _held(solved)))


def _held(solved: Solved) -> dict[tuple[str, str], str]:
    out: dict[tuple[str, str], str] = {}
    for supply in (each for each in solved.numbers.graph.supplies if not each.claim):
        actions = (solved.scenario.levers[name].action for name in supply.levers)
        said = {aim.to: aim.custody for aim in actions if isinstance(aim, Shift) and aim.custody}
        for option in supply.options:
            activity = solved.scenario.activities.get(option)
            own = "physical" if activity is None else "book and claim" if activity.claim else activity.custody
            if said.get(option, own) != "physical":
                out[_named(supply), option] = said.get(option, own)
    return out


def _supplied(solved: Solved, happened: Happened | None) -> dict[str, Supplied]:
    """What limited activities had and used; what removals need is not held against them."""
    scenario, n = solved.scenario, solved.numbers
    if not any(activity.returns for activity in scenario.activities.values()):
        return {}
    if happened is None:
        back = scrapped(scenario, n, solved.cohorts)
        return supplied(
            scenario, n, back, made(solved, "market", final_demand(scenario, n, solved.cohorts), "without removals")
        )
    back = lived(scenario, n, solved.cohorts.accounts, happened)
    told = Told(solved, happened, np.zeros(len(n.years)))
    return supplied(scenario, n, back, told.levels("market", solved.shares, solved.weights["market"])[:, 0])


def _capital(solved: Solved) -> Array:
    """Annuities of added capacity [EUR], by period; the time after the tables pays for none."""
    return np.append(capital(solved.scenario, solved.numbers.years[:-1]), 0.0)


def once_paid(solved: Solved) -> Array:
    """One-off payments of levers in the first year of use [EUR], by period."""
    out = np.zeros(len(solved.numbers.years))
    for lever in solved.scenario.levers.values():
        if lever.once is None or lever.share is None:
            continue
        used = [p for p in lever.share.points if p.best > 0.0]
        if used:
            first = int(used[0].x + lever.late) - solved.scenario.years.start
            if 0 <= first < len(out) - 1:
                out[first] += lever.once.points[0].best
    return out
