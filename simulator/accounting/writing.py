"""From a solved scenario to its ledger: both views, removals sized and booked, both cuts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
from simulator.accounting.returned import lived, scrapped, supplied
from simulator.accounting.solve import Solved, final_demand
from simulator.accounting.told import Told
from simulator.equations.bill import FINE, bill
from simulator.equations.capacity import capital
from simulator.equations.cars import sold_pairs
from simulator.equations.graph import Array, Supply
from simulator.equations.memory import Memory
from simulator.ledger import Entries, Finding, Header, Ledger, Months, Phase, Places, Quality, Supplied, gross
from simulator.network import VIEWS, Scenario, Shift, View
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
            *_rules(solved, cuts[headline][0]),
            *_avoided(spared),
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
    return made(solved, view, final)


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
    out: dict[tuple[str, str], Array] = {}
    for supply, offset in zip(graph.supplies, graph.offsets, strict=True):
        if len(supply.options) > 1:
            for position, option in enumerate(supply.options):
                out[_named(supply), option] = solved.shares[offset + position]
    return out


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
        return supplied(scenario, n, back, made(solved, "market", final_demand(scenario, n, solved.cohorts)))
    back = lived(scenario, n, solved.cohorts.accounts, happened)
    told = Told(solved, happened, np.zeros(len(n.years)))
    return supplied(scenario, n, back, told.levels("market", solved.shares, solved.weights["market"])[:, 0])


def _avoided(spared: Mapping[str, Array]) -> Iterator[Finding]:
    """What second lives spare, told apart from all books."""
    for product, kg in spared.items():
        if kg.any():
            tonnes = f"{kg.sum() / 1000.0:,.0f} t CO2e elsewhere in all years of the tables"
            yield Finding("avoided", f"second life of {product} avoids {tonnes}: in no book")


def _rules(solved: Solved, cut: Places) -> Iterator[Finding]:
    """What the rules of the books cannot do for this scenario."""
    accounting = solved.scenario.accounting
    carbon = cut.emitted.sum(axis=(0, 1)) * solved.burdens.gwp
    lumped = sum(kg for flow, kg in zip(solved.burdens.kinds, carbon, strict=True) if flow.startswith("CO2e-"))
    if carbon.sum() and lumped / carbon.sum() > _WORTH_SAYING:
        part = lumped / carbon.sum()
        yield Finding("gases", f"{part:.0%} of gross stands in lumps of CO2e that {accounting.gwp} cannot weigh anew")
    yield from _left_out(solved.scenario)
    if accounting.recycling != "cut-off":
        text = (
            f"figures by `{accounting.recycling}` stand among the conventions; books and targets are cut-off as always"
        )
        yield Finding("recycling", text)


def _left_out(scenario: Scenario) -> Iterator[Finding]:
    """Mass that no bill of materials lists, and cut-offs above what a study may leave out."""
    for vehicle in dict.fromkeys(vehicle.name for vehicle, _ in sold_pairs(scenario)):
        found = bill(scenario.vehicles[vehicle], scenario.products)
        if found is not None and abs(found.off) > FINE:
            filled = "; what is missing takes the mean of what is listed" if found.missing else "; nothing is filled"
            text = (
                f"parts of {vehicle} add up to {found.listed:.0f} kg of {found.mass:.0f} kg ({found.off:+.1%}){filled}"
            )
            yield Finding("mass", text, "warning")
    out = sum(one.estimate.points[0].best for one in scenario.cut_offs.values())
    if out > MOST_CUT_OFF:
        yield Finding("cut-offs", f"{out:.1%} of gross is cut off by estimate, more than {MOST_CUT_OFF:.0%}", "warning")


MOST_CUT_OFF = 0.03
"""What may be cut off by estimate before it is warned of [1 of gross]."""
_WORTH_SAYING = 0.01


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
