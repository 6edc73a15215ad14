"""A least-cost plan in words and cells: what faces print as it stands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.charts import size, spelled
from simulator.ledger import Array, Ledger, gross, removed
from simulator.network import Figure
from simulator.planning.costed import costed
from simulator.planning.optimal_tables import BEFORE, OPTIMUM, WITHOUT, present, promised
from simulator.planning.planned import Optimal
from simulator.planning.price_wording import Cells, last_tonne
from simulator.planning.summary import LABEL, amount, sentence, unproven_share
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE, _MILLION, _BILLION = parse_unit("t").factor, parse_unit("MEUR").factor, parse_unit("bnEUR").factor
_PRICELESS, _UNPROVEN = "*", "†"
_STILL = 5e-4
"""A share that moves less has not moved [1]."""


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


def judged(found: Optimal, words: Words = ENGLISH) -> list[tuple[bool, bool, str]]:
    """Each target: whether it was asked for, whether the plan meets it, and the verdict in words; those asked for first."""
    before = {one.name: one.met for one in found.verdicts_before}
    said = [
        (
            promised(found, one),
            one.met,
            sentence(one, words) + (words("plan_lost") if before[one.name] and not one.met else ""),
        )
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


def nearest(found: Optimal, words: Words = ENGLISH) -> Cells:
    """What cannot be reached, and how near the plan comes; of several years the worst."""
    worst: dict[tuple[str, str], dict[str, object]] = {}
    table = found.tables["plan-missed"]
    for row in zip(*(values.tolist() for values in table.values()), strict=True):
        one = dict(zip(table, row, strict=True))
        key = (one["limit"].rsplit(",", 1)[0], one["kind"])
        if key not in worst or one["missed"] > worst[key]["missed"]:
            worst[key] = one
    rows = [[str(one["limit"]), *_missed(one, words)] for one in worst.values()]
    columns = [words(key) for key in ("plan_asked", "plan_reached", "plan_missed_by", "plan_before")]
    return words("plan_nearest"), ["", *columns], rows


def _missed(one: dict[str, object], words: Words) -> list[str]:
    unit = str(one["unit"])
    return [
        _counted(float(str(one[name])), unit, words) for name in ("asked_for", "nearest", "missed", "missed_before")
    ]


def _counted(value: float, unit: str, words: Words) -> str:
    if value != value:  # noqa: PLR0124 - nan: no sum of the books
        return "–"
    if unit == "EUR":
        return f"{words.figure(spelled(value / _MILLION))} MEUR"
    return amount(value, "kg CO2e" if unit == "kg" else unit, words)


def totals(found: Optimal, words: Words = ENGLISH) -> Cells:
    """Discounted cost, and net over the years that can be decided, of the three plans; each against the scenario's own."""
    header, start = found.ledger.header, found.since
    ledgers = {WITHOUT: found.without, BEFORE: found.before, OPTIMUM: found.ledger}
    unit, kg = size(max(present(found, one) for one in ledgers.values()))
    money, euros = _money(max(found.present(one) for one in ledgers.values()))
    cost, net = found.present(found.before), present(found, found.before)
    rows = [
        [
            words.term(name),
            *(
                words.figure(each)
                for each in (
                    spelled(found.present(one) / euros),
                    _change(found.present(one) - cost, euros),
                    spelled(present(found, one) / kg),
                    _change(present(found, one) - net, kg),
                )
            ),
        ]
        for name, one in ledgers.items()
    ]
    change = words("plan_change")
    columns = ["", f"{words('plan_cost')}\n{money}", change, f"{words.term('net')}\n{unit} CO2e", change]
    return words("plan_together", base=header.base, start=start, end=header.sales_end), columns, rows


def _money(peak: float) -> tuple[str, float]:
    """What makes a sum of money readable, and the euros in one."""
    return ("bn EUR", _BILLION) if peak >= 2.0 * _BILLION else ("MEUR", _MILLION)


def _change(value: float, scale: float) -> str:
    text = spelled(value / scale)
    return "" if text.strip("-") == "0" else text if value < 0 else f"+{text}"


def proven(found: Optimal, words: Words = ENGLISH) -> str:
    """How near the optimum is known to be."""
    gap, solves = found.plan.gap, found.plan.solves
    if gap is None:
        return words("plan_unproven", solves=solves, why=found.plan.bound.why)
    share = words.figure(f"{100.0 * gap:.2f}")
    return words("plan_proven_fines" if found.plan.missed else "plan_proven", solves=solves, gap=share)


def years(found: Optimal, words: Words = ENGLISH) -> Cells:
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
        rows.append([str(year), *map(words.figure, cells), last_tonne(found, year, words)])
    heads = [words("plan_without"), words("plan_before"), words("plan_now")]
    columns = [words("plan_year"), *heads, *heads, f"{words('plan_last_tonne')}\nEUR/t CO2e"]
    return words("plan_by_year", unit=unit), columns, rows


def _net(found: Optimal, ledger: Ledger) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return gross(ledger, found.book, found.view) - removed(ledger)


def _milestones(found: Optimal) -> list[int]:
    header = found.ledger.header
    wanted = {found.since, header.sales_end}
    wanted |= {year for year in header.periods if year % 5 == 0 and found.since < year < header.sales_end}
    wanted |= {one.by for one in found.verdicts if one.by is not None and promised(found, one)}
    return sorted(year for year in wanted if year <= header.sales_end)


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


__all__ = ["heading", "judged", "moves", "nearest", "notes", "proven", "question", "totals", "years"]
