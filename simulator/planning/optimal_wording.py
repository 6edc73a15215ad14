"""A least-cost plan in words and cells: what faces print as it stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.charts import size, spelled
from simulator.ledger import Array, Ledger, gross, removed
from simulator.network import Figure
from simulator.optimization.question import PENALTY
from simulator.planning.costed import costed
from simulator.planning.optimal_tables import BEFORE, OPTIMUM, WITHOUT, present, promised
from simulator.planning.planned import Optimal
from simulator.planning.summary import LABEL, amount, sentence, unproven_share
from simulator.planning.worth import Binding, Marginal, binding, bounds, marginals
from simulator.units import parse_unit

_TONNE, _MILLION, _BILLION = parse_unit("t").factor, parse_unit("MEUR").factor, parse_unit("bnEUR").factor
_PRICELESS, _UNPROVEN = "*", "†"
_STILL = 5e-4
"""A share that moves less has not moved [1]."""

Cells = tuple[str, list[str], list[list[str]]]
"""Title, columns and rows of a table."""


def heading(found: Optimal) -> str:
    """Title, company, and what is asked at whose cost."""
    scenario = found.scenario
    return " · ".join(filter(None, (scenario.title, scenario.company, _goal(found))))


def _goal(found: Optimal) -> str:
    if found.asks.minimize == "emissions":
        return f"least net emissions of the {found.book} book"
    return f"least cost to {_payer(found)}"


def _payer(found: Optimal) -> str:
    return "the company" if found.asks.objective == "company" else "the company and its customers"


def question(found: Optimal) -> str:
    """What was asked, in a sentence."""
    asks = found.asks
    text = f"Asked: {'meet ' + ', '.join(asks.meet) if asks.meet else 'no target'}"
    if asks.spend_at_most is not None:
        text += f"; spend at most {_spend(asks.spend_at_most)} a year more than without levers"
    return f"{text}; decided from {found.since} on."


def _spend(figure: Figure) -> str:
    values = sorted({point.best for point in figure.points})
    ends = [spelled(value / _MILLION) for value in dict.fromkeys((values[0], values[-1]))]
    return f"{' to '.join(ends)} MEUR"


def judged(found: Optimal) -> list[tuple[bool, bool, str]]:
    """Each target: whether it was asked for, whether the plan meets it, and the verdict in words; those asked for first."""
    before = {one.name: one.met for one in found.verdicts_before}
    said = [
        (promised(found, one), one.met, sentence(one) + (_LOST if before[one.name] and not one.met else ""))
        for one in found.verdicts
    ]
    return sorted(said, key=lambda one: not one[0])


def _waits(found: Optimal) -> str:
    """A word on a plan that is asked for nothing before its last years."""
    targets = [found.scenario.targets[name] for name in found.asks.meet]
    if not targets or found.asks.minimize != "cost" or any(one.kind in {"budget", "contraction"} for one in targets):
        return ""
    first = min(one.by or found.ledger.header.sales_end for one in targets)
    return f"No target asks for anything before {first}: until then the plan does what saves money, and what ramps call for."


_LOST = ". THE PLAN OF THE SCENARIO KEEPS IT"


def nearest(found: Optimal) -> Cells:
    """What cannot be reached, and how near the plan comes; of several years the worst."""
    worst: dict[tuple[str, str], dict[str, object]] = {}
    table = found.tables["plan-missed"]
    for row in zip(*(values.tolist() for values in table.values()), strict=True):
        one = dict(zip(table, row, strict=True))
        key = (one["limit"].rsplit(",", 1)[0], one["kind"])
        if key not in worst or one["missed"] > worst[key]["missed"]:
            worst[key] = one
    rows = [[str(one["limit"]), *_missed(one)] for one in worst.values()]
    return "Out of reach: nearest that was found", ["", "asked", "nearest", "missed by", "before"], rows


def _missed(one: dict[str, object]) -> list[str]:
    unit = str(one["unit"])
    return [_counted(float(str(one[name])), unit) for name in ("asked_for", "nearest", "missed", "missed_before")]


def _counted(value: float, unit: str) -> str:
    if value != value:  # noqa: PLR0124 - nan: no sum of the books
        return "–"
    if unit == "EUR":
        return f"{spelled(value / _MILLION)} MEUR"
    return amount(value, "kg CO2e" if unit == "kg" else unit)


def totals(found: Optimal) -> Cells:
    """Discounted cost, and net over the years that can be decided, of the three plans; each against the scenario's own."""
    header, start = found.ledger.header, found.since
    ledgers = {WITHOUT: found.without, BEFORE: found.before, OPTIMUM: found.ledger}
    unit, kg = size(max(present(found, one) for one in ledgers.values()))
    money, euros = _money(max(found.present(one) for one in ledgers.values()))
    cost, net = found.present(found.before), present(found, found.before)
    rows = [
        [
            name,
            spelled(found.present(one) / euros),
            _change(found.present(one) - cost, euros),
            spelled(present(found, one) / kg),
            _change(present(found, one) - net, kg),
        ]
        for name, one in ledgers.items()
    ]
    columns = ["", f"cost\n{money}", "change", f"net\n{unit} CO2e", "change"]
    return f"Together: cost as worth in {header.base}, net {start} to {header.sales_end}", columns, rows


def _money(peak: float) -> tuple[str, float]:
    """What makes a sum of money readable, and the euros in one."""
    return ("bn EUR", _BILLION) if peak >= 2.0 * _BILLION else ("MEUR", _MILLION)


def _change(value: float, scale: float) -> str:
    text = spelled(value / scale)
    return "" if text.strip("-") == "0" else text if value < 0 else f"+{text}"


def proven(found: Optimal) -> str:
    """How near the optimum is known to be."""
    solved = f"{found.plan.solves} programmes solved"
    gap = found.plan.gap
    if gap is None:
        return f"{solved}; a better plan elsewhere cannot be ruled out: {found.plan.bound.why}"
    fines = ", the fines of what is missed included" if found.plan.missed else ""
    return f"{solved}; no plan is better by more than {gap:.2%} (lower bound{fines})"


def years(found: Optimal) -> Cells:
    """Net and cost of the three plans, and what the last tonne costs, in some years."""
    header = found.ledger.header
    ledgers = (found.without, found.before, found.ledger)
    nets = [_net(found, one) for one in ledgers]
    costs = [found.cost(one) for one in ledgers]
    unit, kg = size(max(float(one.max()) for one in nets))
    rows = []
    for year in _milestones(found):
        at = year - header.periods[0]
        cells = [spelled(one[at] / kg) for one in nets] + [spelled(one[at] / _MILLION) for one in costs]
        rows.append([str(year), *cells, _marginal(found, year)])
    heads = ["without\nlevers", "before", "plan"]
    columns = ["year", *heads, *heads, "last tonne\nEUR/t CO2e"]
    return f"By year: net {unit} CO2e, then cost MEUR (as paid)", columns, rows


def _net(found: Optimal, ledger: Ledger) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return gross(ledger, found.book, found.view) - removed(ledger)


def _milestones(found: Optimal) -> list[int]:
    header = found.ledger.header
    wanted = {found.since, header.sales_end}
    wanted |= {year for year in header.periods if year % 5 == 0 and found.since < year < header.sales_end}
    wanted |= {one.by for one in found.verdicts if one.by is not None and promised(found, one)}
    return sorted(year for year in wanted if year <= header.sales_end)


def _marginal(found: Optimal, year: int) -> str:
    here = [one for one in marginals(found.scenario, found.asks, found.plan, found.since) if one.year == year]
    if not here:
        return ""
    words = [spelled(max(one.price for one in here if one.within) * _TONNE)] if any(one.within for one in here) else []
    beyond = [one.missed for one in here if not one.within]
    return ", ".join([*words, *([_beyond(any(beyond))] if beyond else [])])


def _beyond(missed: bool) -> str:
    """What is said in place of a price that is a fine."""
    return "out of reach" if missed else "no more to be had"


def tonnes(found: Optimal) -> list[str]:
    """What the last tonne costs for each target, in words; of many years the ends."""
    held: dict[tuple[str, str], list[Marginal]] = {}
    for one in marginals(found.scenario, found.asks, found.plan, found.since):
        held.setdefault((one.target, one.held), []).append(one)
    lines = []
    for (target, kind), some in held.items():
        ends = dict.fromkeys((some[0], some[-1]))
        words = [
            f"{spelled(one.price * _TONNE)} EUR/t in {one.year}"
            if one.within
            else f"{_beyond(one.missed)} in {one.year}"
            for one in ends
        ]
        lines.append(f"{target}, {kind}: {', '.join(words)}")
    return lines


def moves(found: Optimal, most: int) -> Cells:
    """The levers that change most against the scenario's own plan, share before and by plan in some years."""
    table = found.tables["plan-shares"]
    levers, at = table["lever"], table["year"]
    end, start = found.ledger.header.sales_end, found.since
    shown = (at >= start) & (at <= end)
    change = np.abs(table["share"] - table["share_before"])
    sums = {name: float(change[shown & (levers == name)].sum()) for name in dict.fromkeys(levers.tolist())}
    ranked = [name for name in sorted(sums, key=lambda name: -sums[name]) if sums[name] > _STILL]
    marks = sorted({year for year in (*range(start + 2 - (start + 2) % 5 + 3, end, 5), end) if start <= year <= end})
    rows = [[f"{name}{_marks(found, name)}", *_steps(found, name, marks)] for name in ranked[:most]]
    left = len(ranked) - len(rows)
    rest = f"; {left} more change (-v shows all)" if left > 0 else ""
    return f"Levers that change most, share before → by plan [%]{rest}", ["", *map(str, marks)], rows


def _marks(found: Optimal, name: str) -> str:
    known = costed(found.scenario, found.scenario.levers[name])
    return (_PRICELESS if known.missing else "") + (_UNPROVEN if known.unproven else "")


def _steps(found: Optimal, name: str, marks: list[int]) -> Iterator[str]:
    table = found.tables["plan-shares"]
    here = table["lever"] == name
    for year in marks:
        row = here & (table["year"] == year)
        now, then = float(table["share"][row][0]), float(table["share_before"][row][0])
        yield f"{then:.0%}"[:-1] + (f" → {now:.0%}"[:-1] if abs(now - then) > _STILL else "")


def limits(found: Optimal, most: int) -> Cells:
    """What binds, worth most first: what one more unit in each of its years saves; at the edge of reach, how many more tonnes."""
    some = binding(bounds(found.scenario, found.asks, found.plan))
    near = found.asks.minimize == "cost" and not found.priced
    rows = [[one.words, one.when, _worth(one, near=near), f"per {one.unit}"] for one in some[:most]]
    rest = f"; {len(some) - most} more bind (-v shows all)" if len(some) > most else ""
    if near:
        return f"What binds, and how much more could be had by one more of it{rest}", ["", "in", "more", ""], rows
    return f"What binds: one more of it in each year saves, discounted{rest}", ["", "in", "saves", ""], rows


def _worth(one: Binding, *, near: bool) -> str:
    if near:
        return amount(one.discounted / PENALTY, "kg CO2e")
    if one.worth == "EUR":
        return (
            f"{spelled(one.discounted / _MILLION)} MEUR" if one.discounted >= 1e4 else f"{spelled(one.discounted)} EUR"
        )
    return amount(one.discounted, "kg CO2e")


def notes(found: Optimal) -> list[str]:
    """What stays as it is, what lacks a price, and what kind of statement this is."""
    header = found.ledger.header
    book = f"the {found.book} book, {found.view} view"
    lines = [
        f"Net: {book}. Cost: to {_payer(found)}, {header.money}, discounted at {header.discount_rate:.1%} a year. {_waits(found)}"
    ]
    lines.append(f"{proven(found)}.")
    lines += [_fined(found, name, paid) for name, paid in found.plan.penalties.items()]
    if found.plan.left:
        lines.append(f"Left as they are, since their mixes answer prices: {', '.join(found.plan.left)}.")
    names = [name for name in found.plan.shares if len(found.plan.shares[name])]
    known = [costed(found.scenario, found.scenario.levers[name]) for name in names]
    if any(one.missing for one in known):
        lines.append(f"{_PRICELESS} something in it lacks a price, so it looks cheaper or dearer than it is.")
    if any(one.unproven for one in known):
        lines.append(f"{_UNPROVEN} a price in it is unverified, assumed or unsourced.")
    unproven = unproven_share(found.ledger, found.view)
    text = f"{unproven:.0%} of gross emissions rest on unverified, assumed or unsourced figures"
    return [*lines, f"{LABEL[0].upper()}{LABEL[1:]}; GWP: {header.gwp_set}; {text}."]


def _fined(found: Optimal, name: str, paid: Array) -> str:
    years = [year for year, eur in zip(found.ledger.header.periods, paid.tolist(), strict=False) if eur > 0.0]
    when = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"Broken and paid for: {name}, {when}, {spelled(float(paid.sum()) / _MILLION)} MEUR."


__all__ = [
    "Cells", "heading", "judged", "limits", "moves", "nearest", "notes", "proven", "question", "tonnes", "totals",
    "years",
]  # fmt: skip
