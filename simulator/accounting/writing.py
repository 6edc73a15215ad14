"""From a solved scenario to its ledger: both views, removals sized and booked, both cuts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.accounting.booking import Booked, book, chain, with_removals
from simulator.accounting.neutral import asked, removals
from simulator.accounting.obligations import breaches
from simulator.accounting.places import places
from simulator.accounting.solve import Solved, final_demand
from simulator.equations.cohorts import MEASURES, Cohorts
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.ledger import Finding, Fleet, Header, Ledger, Places, gross
from simulator.network import VIEWS, View
from simulator.progress import Report, silent


def write(solved: Solved, engine: str, findings: tuple[Finding, ...] = (), report: Report = silent) -> Ledger:
    """The ledger of a solved scenario (one draw).

    Parameters
    ----------
    engine : name of the verb that solved it.
    findings : what the verb itself has to say.
    """
    headline = solved.scenario.accounting.scope2
    booked: dict[View, Booked] = {}
    for number, view in enumerate(VIEWS):
        report(f"book {view} view", 1 + number, 5)
        booked[view] = book(solved, view)
    draft = Ledger(_header(solved, engine), {view: b.entries for view, b in booked.items()}, {}, fleet(solved))
    book_of = solved.scenario.accounting.neutralises
    units = asked(book_of, gross(draft, book_of, headline), chain(solved, booked[headline]))
    entries = {view: with_removals(solved, booked[view], units) for view in VIEWS}
    report("places", 3, 5)
    final = final_demand(solved.scenario, solved.numbers, solved.cohorts)
    purchase = solved.numbers.graph.demand.get(("neutralisation",))
    if purchase is not None:
        final[purchase, 0] += units
    cuts = {view: places(solved, view, final) for view in VIEWS}
    taken, remarks = removals(solved, headline, units)
    report("ledger", 4, 5)
    return Ledger(
        header=draft.header,
        entries=entries,
        places={view: cut for view, (cut, _) in cuts.items()},
        fleet=draft.fleet,
        removals=taken,
        shares=_shares(solved),
        unproven={view: part for view, (_, part) in cuts.items()},
        findings=(
            *solved.findings,
            *remarks,
            *breaches(solved, headline, final),
            *_rules(solved, cuts[headline][0]),
            *findings,
        ),
        once=_once(solved),
    )


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


_fleets: Memory[Fleet] = Memory()


def fleet(solved: Solved) -> Fleet:
    """Cars sold, on the road, abroad, scrapped and driven, by account and period."""
    return _fleets.get((solved.cohorts,), lambda: _counted(solved.cohorts))


def _counted(cohorts: Cohorts) -> Fleet:
    sales = cohorts.spread.shape[2]
    sold = cohorts.sold[:, 0]

    def over(*measures: str) -> Array:
        spread = sum(cohorts.spread[MEASURES.index(measure)] for measure in measures)
        found: Array = np.einsum("av,avp->ap", sold[:, :sales], np.asarray(spread)[cohorts.market_of])
        return found

    on_road, abroad = over("on_road"), over("abroad")
    on_road[:, -1] = abroad[:, -1] = 0.0  # no stock is left once all has run out
    lifetime = np.array([life.lifetime_km for life in cohorts.kernels])[cohorts.market_of]
    found = Fleet(
        accounts=cohorts.accounts,
        sold=sold,
        on_road=on_road,
        abroad=abroad,
        scrapped=over("scrapped", "scrapped_abroad"),
        exported=over("exported"),
        km=over("km", "km_abroad") * cohorts.scale[:, :1],
        lifetime_km=sold * (lifetime * cohorts.scale[:, 0])[:, None],
    )
    for counts in (
        found.sold,
        found.on_road,
        found.abroad,
        found.scrapped,
        found.exported,
        found.km,
        found.lifetime_km,
    ):
        counts.setflags(write=False)  # remembered: nobody may change it under the next ledger
    return found


def _shares(solved: Solved) -> dict[tuple[str, str], Array]:
    graph = solved.numbers.graph
    out: dict[tuple[str, str], Array] = {}
    for supply, offset in zip(graph.supplies, graph.offsets, strict=True):
        if len(supply.options) > 1:
            name = f"{supply.name} [{', '.join(supply.levers)}]" if supply.levers else supply.name
            for position, option in enumerate(supply.options):
                out[name, option] = solved.shares[offset + position]
    return out


def _rules(solved: Solved, cut: Places) -> Iterator[Finding]:
    """What the rules of the books cannot do for this scenario."""
    accounting = solved.scenario.accounting
    carbon = cut.emitted.sum(axis=(0, 1)) * solved.burdens.gwp
    lumped = sum(kg for flow, kg in zip(solved.burdens.kinds, carbon, strict=True) if flow.startswith("CO2e-"))
    if carbon.sum() and lumped / carbon.sum() > _WORTH_SAYING:
        part = lumped / carbon.sum()
        yield Finding("gases", f"{part:.0%} of gross stands in lumps of CO2e that {accounting.gwp} cannot weigh anew")
    if accounting.recycling != "cut-off":
        text = f"figures by the rule `{accounting.recycling}` are not worked out yet; books and targets are cut-off as always"
        yield Finding("recycling", text, "warning")


_WORTH_SAYING = 0.01


def _once(solved: Solved) -> Array:
    """One-off payments of levers in the first year of use [EUR], by period."""
    out = np.zeros(len(solved.numbers.years))
    for lever in solved.scenario.levers.values():
        if lever.once is None or lever.share is None:
            continue
        used = [p for p in lever.share.points if p.best > 0.0]
        if used:
            first = int(used[0].x) - solved.scenario.years.start
            if 0 <= first < len(out) - 1:
                out[first] += lever.once.points[0].best
    return out
