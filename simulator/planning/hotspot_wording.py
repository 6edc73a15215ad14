"""Hotspots in words and cells: what faces print as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.accounting.paths import Path
from simulator.charts import size, spelled
from simulator.planning.hotspot_tables import Effect, asked_for, called, effects, in_order, largest
from simulator.planning.hotspots import By, Hotspots
from simulator.planning.remedies import Remedy
from simulator.planning.spotted import Spotted
from simulator.planning.summary import LABEL
from simulator.units import parse_unit

Table = tuple[str, list[str], list[list[str]]]
_TONNE = parse_unit("t").factor
_LISTED: dict[By, int] = {"supplier": 12, "activity": 8, "place": 6}
_TITLES: dict[By, str] = {
    "supplier": "By supplier (activity @ site or place)",
    "activity": "By activity",
    "place": "By place",
}
_OPENED, _TOLD, _EACH = 30, 6, 3
"""Paths shown; hotspots whose levers are told, and levers told of each. With ``--verbose`` everything is."""
_GAPS = 2
_PART = 0.01
"""Levers that take less than this share off a hotspot are not told with it."""


def heading(result: Spotted) -> str:
    """What is looked at, its total and view."""
    found = result.hotspots
    unit, kg = _unit(found)
    return f"{asked_for(found)}: {spelled(found.total / kg)} {unit} CO2e, {found.subject.view} view, gross"


def tables(result: Spotted, *, verbose: bool) -> list[Table]:
    """Title, columns and rows of each table: rankings, the chain, the levers."""
    found = result.hotspots
    shown = [_ranking(found, by, None if verbose else most) for by, most in _LISTED.items()]
    shown.append(_chain(found, result.remedies, None if verbose else _OPENED))
    return [*shown, _levers(found, result.remedies, verbose=verbose)] if result.remedies else shown


def _unit(found: Hotspots) -> tuple[str, float]:
    return ("kg", 1.0) if found.subject.car else size(found.total)


def _ranking(found: Hotspots, by: By, most: int | None) -> Table:
    unit, kg = _unit(found)
    ranks = found.rankings[by].ranks
    rows = [
        [r.name, spelled(r.kg / kg), f"{r.share:.1%}", f"{r.cumulative:.1%}", _part(r.unproven), f"{r.rating:.1f}"]
        for r in ranks[:most]
    ]
    left = ranks[len(rows) :]
    if left:
        rest, doubtful = sum(r.kg for r in left), sum(r.kg * r.unproven for r in left)
        rows.append(
            [
                f"{len(left)} more",
                spelled(rest / kg),
                f"{sum(r.share for r in left):.1%}",
                "100.0%",
                _part(doubtful / rest),
                f"{sum(r.kg * r.rating for r in left) / rest:.1f}",
            ]
        )
    return _TITLES[by], ["", f"{unit} CO2e", "share", "so far", "unproven", "rating"], rows


def _part(share: float) -> str:
    return "" if share < 5e-3 else f"{share:.0%}"


def _chain(found: Hotspots, tried: Sequence[Remedy], most: int | None) -> Table:
    unit, kg = _unit(found)
    paths = found.paths.paths
    rows = []
    for at in in_order(paths, most):
        path = paths[at]
        step = "  " * len(path.links)
        share = path.whole / found.total if found.total else 0.0
        own = spelled(path.own / kg) if path.own else ""
        best = largest(tried, at, _PART * abs(path.whole)) if path.links else None
        lever = ["", ""] if best is None else [best.remedy.lever.name, spelled(best.cut / kg)]
        cells = [step + _link(path), f"{share:.1%}", own, spelled(path.upstream / kg), *lever]
        rows.append(cells if tried else cells[:4])
    title = f"Along the chain, opened down to {_percent(found.cut_off)} of all; {unit} CO2e"
    columns = ["", "share", "own", "upstream", "lever for it", "off both"]
    return title, columns if tried else columns[:4], rows


def _link(path: Path) -> str:
    """The end of a path; its place where it is not that of its buyer."""
    if not path.links:
        return path.section or "all"
    node, buyer = path.links[-1], path.links[-2] if len(path.links) > 1 else None
    same = buyer is not None and not node.site and node.place == buyer.place
    return (node.activity if same else called(node)).replace("/generic", "")


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _levers(found: Hotspots, tried: Sequence[Remedy], *, verbose: bool) -> Table:
    unit, kg = _unit(found)
    rows = []
    ranking = found.rankings["supplier"]
    for place, rank in enumerate(ranking.ranks[: None if verbose else _TOLD]):
        moving = _moving(found, tried, place)
        rows.append([rank.name, spelled(rank.kg / kg), *[""] * 5])
        rows += [_effect(one, rank.kg, kg) for one in moving[: None if verbose else _EACH]]
        if not moving:
            rows.append(["  no lever takes anything off it", *[""] * 6])
    columns = ["", f"off it\n{unit} CO2e", "of it", "how", f"off all\n{unit} CO2e", "EUR/t", "with\ncarbon"]
    return f"What levers at their most would take off, each alone, from {found.subject.year} on", columns, rows


def _moving(found: Hotspots, tried: Sequence[Remedy], place: int) -> list[Effect]:
    return effects(found, tried, "supplier", place, part=_PART)


def _effect(one: Effect, rank: float, kg: float) -> list[str]:
    remedy = one.remedy
    euros = [remedy.per_kg(), remedy.per_kg(carbon=True)]
    told = ["adds" if value is None else spelled(value * _TONNE) for value in euros[: 1 if euros[0] is None else 2]]
    cells = [spelled(one.cut / kg), f"{one.cut / rank:.0%}", one.how or "", spelled(remedy.cut / kg), *told]
    return [f"  {_named(remedy)}", *cells, *[""] * (6 - len(cells))]


def _named(one: Remedy) -> str:
    marks = ("*", bool(one.missing)), ("†", one.unproven), ("‡", one.held), ("§", one.once > 0.0)
    return (one.lever.title or one.lever.name) + "".join(mark for mark, there in marks if there)


def notes(result: Spotted, *, verbose: bool) -> list[str]:
    """How paths close, what levers are told by, and what the marks mean."""
    found = result.hotspots
    unit, kg = _unit(found)
    ends, below = (spelled(value / kg) for value in (found.paths.opened, found.paths.rest))
    lines = [
        f"Paths: {len(found.paths.paths)} opened; {ends} {unit} let out at their ends and {below} below the cut-off: the total.",
        "A link without a place stands where its buyer does, as all do that the library tells no place for.",
        f"Unproven: {found.unproven:.0%} of all rests on unverified, assumed or unsourced factors.",
        f"Rating of the factors: {found.rating:.1f} (1 best to 5, weighted by emissions).",
    ]
    told = _told(found, result.remedies, verbose=verbose)
    if told:
        lines += _about_levers(found, told)
    return [*lines, f"{LABEL[0].upper()}{LABEL[1:]}."]


def _told(found: Hotspots, tried: Sequence[Remedy], *, verbose: bool) -> list[Remedy]:
    """Levers that stand in the table."""
    if verbose:
        return list(tried)
    shown: dict[str, Remedy] = {}
    for place in range(min(_TOLD, len(found.rankings["supplier"].ranks))):
        shown |= {e.remedy.lever.name: e.remedy for e in _moving(found, tried, place)[:_EACH]}
    return list(shown.values())


def _about_levers(found: Hotspots, told: Sequence[Remedy]) -> list[str]:
    money, scenario = found.scenario.accounting, found.scenario
    lines = [
        "Each lever is pulled alone to its `at most` (100 % where it has none), the others as they stand: they do not add up.",
        f"EUR/t: {money.money} a tonne off all, whoever pays, as of {scenario.years.base} at {money.discount_rate:.1%} a year.",
    ]
    gaps = [f"{one.lever.title or one.lever.name}: {', '.join(one.missing[:_GAPS])}" for one in told if one.missing]
    if gaps:
        lines.append(f"* something in it lacks a price, so its cost is not to be relied on: {'; '.join(gaps)}.")
    if any(one.unproven for one in told):
        lines.append("† a price in it is unverified, assumed or unsourced.")
    held = [f"{one.lever.title or one.lever.name} {one.reached:.0%} of {one.asked:.0%}" for one in told if one.held]
    if held:
        lines.append(f"‡ held back by its givers or its supply: {'; '.join(held)}.")
    if any(one.once > 0.0 for one in told):
        lines.append("§ a payment made once is not in its cost.")
    early = [
        f"{one.lever.title or one.lever.name} ({one.early})" for one in told if (one.early or 0) > found.subject.year
    ]
    if early:
        lines.append(f"Not before, by their own limits: {'; '.join(early)}.")
    return lines


__all__ = ["heading", "notes", "tables"]
