"""What the pathway page shows of an exploration: the picture, its numbers, and the targets in words."""

from __future__ import annotations

import pprint
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulator import analysis, charts
from simulator.analysis import yearly
from simulator.analysis.cars import stages_per_vehicle
from simulator.analysis.columns import Columns, column, stacked, throughout
from simulator.analysis.columns import kept as chosen
from simulator.ledger import Book, Ledger, View, gross, removed
from simulator.outputs import safe
from simulator.planning.explore import Exploration, changes
from simulator.planning.handles import Handles, Settings
from simulator.planning.shelf import Opened
from simulator.projection import Totals
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

if TYPE_CHECKING:
    import pandas as pd

Part = Literal["stage", "scope", "market"]
Neighbour = Exploration | Totals
"""What a pathway is held beside: its net is drawn."""
PARTS: tuple[Part, ...] = ("stage", "scope", "market")
_REST = "all others"
_TONNE = parse_unit("t").factor


def picture(
    seen: Exploration,
    part: Part,
    book: Book,
    view: View,
    beside: Mapping[str, Neighbour],
    words: Words = ENGLISH,
) -> charts.Spec:
    """The pathway of one book and view, by a part, with its targets and the net of what is held ``beside`` it."""
    parts, colours = _few(*_parts(seen.ledger, part, book, view))
    lines = analysis.target_lines(seen.scenario.targets.values(), seen.ledger, book, view, words)
    others = {name: _net(other, book, view) for name, other in beside.items()}
    return charts.pathway(yearly.pathway(seen.ledger, book, view), parts, lines, others, colours, words)


def _net(other: Neighbour, book: Book, view: View) -> Columns:
    """Net emissions by year [kg CO2e], ``year net`` among the columns."""
    if isinstance(other, Exploration):
        return yearly.pathway(other.ledger, book, view)
    return {"year": column([*other.years, analysis.AFTER]), "net": other.net(view, book)[0]}


def table(seen: Exploration, part: Part, book: Book, view: View) -> pd.DataFrame:
    """The picture's numbers, one row a year: gross, removed, net and each part [t CO2e], and the unproven share [%]."""
    import pandas as pd  # with the first table: no picture waits for it

    total, out = gross(seen.ledger, book, view) / _TONNE, removed(seen.ledger) / _TONNE
    parts, _ = _parts(seen.ledger, part, book, view)
    wide = pd.DataFrame({"year": [*map(str, seen.ledger.header.periods), analysis.AFTER]})
    for name, values in (("gross", total), ("removed", out), ("net", total - out)):
        wide[f"{name} [t CO2e]"] = values
    for name in dict.fromkeys(parts[part]):
        wide[f"{safe(name)} [t CO2e]"] = parts["co2e"][parts[part] == name] / _TONNE
    wide["unproven [%]"] = 100 * yearly.pathway(seen.ledger, book, view)["unproven"]
    return wide


def tables(seen: Exploration, book: Book, view: View) -> dict[str, pd.DataFrame]:
    """The numbers of all pictures of the page in a book and view, by the names of their sheets."""
    import pandas as pd  # with the first table: no picture waits for it

    paths = {f"pathway by {part}": table(seen, part, book, view) for part in PARTS}
    cars = [car_table(seen, vehicle, view) for vehicle in vehicles(seen)]
    return paths | ({"cars": pd.concat(cars, ignore_index=True)} if cars else {})


def car(seen: Exploration, vehicle: str, view: View, words: Words = ENGLISH) -> charts.Spec | None:
    """Footprint of one vehicle by stage, sold in the base year and in the last year of sales; None where none was sold."""
    found = _cars(seen, vehicle, view)
    return charts.footprint(found, words("car_story"), words) if len(found["year"]) else None


def car_table(seen: Exploration, vehicle: str, view: View) -> pd.DataFrame:
    """The same numbers, one row a stage and year [t CO2e/veh]."""
    import pandas as pd  # with the first table: no picture waits for it

    found = _cars(seen, vehicle, view)
    named = {name: [safe(str(cell)) for cell in found[name]] for name in ("view", "vehicle", "stage")}
    values = found["per_car"] / _TONNE
    return pd.DataFrame(
        {"view": named["view"], "vehicle": named["vehicle"], "year": found["year"], "stage": named["stage"],
         "footprint [t CO2e/veh]": values}
    )  # fmt: skip


def _cars(seen: Exploration, vehicle: str, view: View) -> Columns:
    header = seen.ledger.header
    return stages_per_vehicle(seen.ledger, view, sorted({header.base, header.sales_end}), vehicle)


def vehicles(seen: Exploration) -> dict[str, str]:
    """Vehicles that are sold, best-selling of the last year first: name -> what is shown."""
    fleet, last = seen.ledger.fleet, seen.ledger.header.sales_end - seen.ledger.header.periods[0]
    sold: dict[str, float] = {}
    for account, cars in zip(fleet.accounts, fleet.sold, strict=True):
        sold[account.vehicle] = sold.get(account.vehicle, 0.0) + float(cars[last])
    known = seen.scenario.vehicles
    return {name: known[name].title or name for name in sorted(sold, key=lambda name: -sold[name])}


def moved(known: Handles, settings: Settings, words: Words = ENGLISH) -> pd.DataFrame:
    """Handles that are moved: what each is, where the file has it, and where it stands now."""
    import pandas as pd  # with the first table: no picture waits for it

    rows = [
        (
            f"{words.term(one.lever.title or one.lever.name)}, {mark.year}",
            f"{mark.default} %",
            f"{settings[mark.key]} %",
        )
        for one in known.levers
        for mark in one.marks
        if mark.key in settings
    ]
    rows += [
        (
            words("begins", title=words.term(one.lever.title or one.lever.name)),
            str(one.start.default),
            str(settings[one.start.key]),
        )
        for one in known.levers
        if one.start is not None and one.start.key in settings
    ]
    rows += [
        (
            f"{words.term(one.policy.title or one.policy.name)}, {one.mark.year}",
            f"{one.mark.default} EUR/t",
            f"{now} EUR/t",
        )
        for one in known.prices
        if (now := settings.get(one.mark.key)) is not None
    ]
    rows += [
        (
            words("grids_of", place=one.policy.place),
            words.term(one.options[one.default]),
            words.term(one.options[str(settings[one.key])]),
        )
        for one in known.grids
        if one.key in settings
    ]
    return pd.DataFrame(rows, columns=[words("handle"), words("as_filed"), words("here")])


def moved_lines(known: Handles, settings: Settings, words: Words = ENGLISH) -> tuple[str, ...]:
    """The same in a line each."""
    return tuple(
        f"{name}: {filed} → {now}" for name, filed, now in moved(known, settings, words).itertuples(index=False)
    )


def program(opened: Opened, settings: Settings) -> str:
    """Lines of Python that give the same figures without the page."""
    said = pprint.pformat(
        changes(opened.filed.scenario, settings, opened.handles), width=100, compact=True, sort_dicts=False
    )
    lines = ["import simulator as sim", "", f"scenario = sim.load({opened.path.name!r})", f"changes = {said}",
             "ledger = sim.project(sim.vary(scenario, changes))"]  # fmt: skip
    return "\n".join(lines)


def _few(parts: Columns, colours: Mapping[str, str]) -> tuple[Columns, Mapping[str, str]]:
    """At most as many parts as there are colours to tell them apart: the small ones are added up."""
    if len(colours) <= len(charts.SERIES):
        return parts, colours
    part, kept = str(list(parts)[2]), list(colours)[: len(charts.SERIES) - 1]
    small = np.array([name not in kept for name in parts[part]])
    count = len(dict.fromkeys(parts["year"]))
    rest = {name: values[small][:count] for name, values in parts.items()}
    rest |= {part: throughout(_REST, count), "co2e": parts["co2e"][small].reshape(-1, count).sum(axis=0)}
    return stacked([chosen(parts, (~small).tolist()), rest]), {
        **{name: colours[name] for name in kept},
        _REST: charts.SERIES[-1],
    }


def _parts(ledger: Ledger, part: Part, book: Book, view: View) -> tuple[Columns, Mapping[str, str]]:
    """Gross by part, the part in the third column, and the colour of each part in its order."""
    if part == "stage":
        return yearly.stages(ledger, book, view), charts.STAGE
    if part == "market":
        found = yearly.by_market(ledger, book, view)
        sums = {name: float(found["co2e"][found["market"] == name].sum()) for name in dict.fromkeys(found["market"])}
        largest = sorted(sums, key=lambda name: -sums[name])
        return found, {name: charts.SERIES[at % len(charts.SERIES)] for at, name in enumerate(largest)}
    found = yearly.scopes(ledger, book, view)
    lines = [*zip(found.pop("scope").tolist(), found.pop("category").tolist(), strict=True)]
    named = {"book": found["book"], "view": found["view"], "scope": column([analysis.title(*line) for line in lines])}
    colours = {analysis.title(*line): charts.CATEGORY.get(line, charts.SERIES[-1]) for line in sorted(set(lines))}
    return named | found, colours


__all__ = [
    "PARTS",
    "Neighbour",
    "Part",
    "car",
    "car_table",
    "moved",
    "moved_lines",
    "picture",
    "program",
    "table",
    "tables",
    "vehicles",
]
