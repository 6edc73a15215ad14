"""Grid power, worked out of intensities, model pathways, technologies and losses.

With L the life-cycle intensity of a place [kg/kWh], c the coal share of its fossil power, and from the technology table
``delta = c coal direct + (1 - c) gas direct``, ``phi`` the same of life cycles and ``low`` that of low-carbon plants:

- generation ``D = delta (L - low)/(phi - low)`` between ``low`` and ``phi``, 0 below, ``delta L/phi`` above;
- upstream ``U = L - D``; losses ``(m - 1)(D + U)``, m the cumulative multiplier to medium voltage;
- years to come: last actual ``L`` x pathway(year)/pathway(last actual year), not below the floor;
- a Chinese province: ``D`` of China x official direct factor of the province/of China, ``U`` by the same technologies;
- the residual mix of the market view: ``D`` as published, ``U`` by the same technologies, ``L = D + U`` continued likewise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from simulator.network import WORLD, Figure, Origin, Places, Point, Status, View
from simulator.reference.figures import grouped
from simulator.reference.recipes import Entry
from simulator.reference.tables import Row
from simulator.units import parse_unit

FROZEN = "frozen"
"""The pathway that stays as in the last year with data."""
CHINA = "CN"
RESIDUAL = "/residual"
"""Ends the name of a figure of the market view's residual mix."""
Series = Sequence[tuple[float, float]]


class Split(NamedTuple):
    """Technologies of a place's power [kg/kWh]: ``direct`` and ``life`` cycle of fossil, life cycle of ``low``-carbon plants."""

    direct: float
    life: float
    low: float

    def generation(self, intensity: float) -> float:
        """Stack emissions of a grid with this life-cycle ``intensity`` [kg/kWh]."""
        if intensity >= self.life:
            return self.direct * intensity / self.life
        return self.direct * max(0.0, intensity - self.low) / (self.life - self.low)

    def upstream(self, generation: float) -> float:
        """Life cycle less stack of a grid with these stack emissions [kg/kWh]."""
        fossil = generation / self.direct
        return fossil * (self.life - self.direct) + max(0.0, 1 - fossil) * self.low


class Power(NamedTuple):
    """One year of grid power [kg/kWh]: stack and the rest of the life cycle."""

    year: float
    generation: float
    upstream: float


class Grid:
    """The table ``grid.csv``, asked by quantity and place."""

    def __init__(self, rows: Sequence[Row], places: Places) -> None:
        self._places = places
        self._rows = grouped(((row.key, row.pathway, row.place), row) for row in rows)
        self._series = {key: _series(found) for key, found in self._rows.items()}
        self._splits: dict[str, Split] = {}
        self._regions: dict[str, str] = {}
        self._constants = {key: found[0][1] for (key, _, place), found in self._series.items() if place == WORLD}

    def entries(self) -> Iterator[Entry]:
        """Figures of grid power, its upstream and losses, and of charging, for every place with own data."""
        for place in self._at("life cycle"):
            yield from self._place(place)
        yield from self._provinces()
        for place in self._at("residual direct"):
            yield from self._residual(place)
        for place in self._at("losses low voltage"):
            yield from self._charging(place)

    @cached_property
    def pathways(self) -> list[str]:
        """Names of the model pathways."""
        return sorted({pathway for key, pathway, _ in self._rows if key == "pathway"})

    def history(self, place: str) -> list[Power]:
        """Grid power of a place in its years with data."""
        split = self._split(place)
        return [_parts(split, year, value) for year, value in self._series["life cycle", "", place]]

    def future(self, place: str, pathway: str) -> list[Power]:
        """Grid power of a place after its last year with data, on a model pathway."""
        return self._continued(place, pathway, self._series["life cycle", "", place][-1])

    def _continued(self, place: str, pathway: str, end: tuple[float, float]) -> list[Power]:
        """What follows a life-cycle intensity, given with its year, as the power of the region around a place changes."""
        split, model = self._split(place), self._series["pathway", pathway, self._region(place)]
        year, last = end
        scale, floor = last / interpolate(model, year), min(last, self._constants["floor"])
        return [_parts(split, x, max(floor, value * scale)) for x, value in model if x > year]

    def _place(self, place: str) -> Iterator[Entry]:
        """A place with an own history: all pathways share it."""
        row = self._rows["life cycle", "", place][-1]
        futures = {pathway: self.future(place, pathway) for pathway in self.pathways}
        models = {pathway: self._rows["pathway", pathway, self._region(place)][-1] for pathway in futures}
        origins = {pathway: _spliced(row, model) for pathway, model in models.items()}
        origins[FROZEN] = _origin(row, "held after it")
        yield from self._power(place, self.history(place), {FROZEN: [], **futures}, origins)

    def _provinces(self) -> Iterator[Entry]:
        """Chinese provinces, each by the ratio of its official factor to that of China."""
        split, base = self._split(CHINA), dict(self._series["official direct", "", CHINA])
        past = self.history(CHINA)
        futures = {FROZEN: [], **{pathway: self.future(CHINA, pathway) for pathway in self.pathways}}
        for place in self._at("official direct"):
            if place != CHINA:
                ratio = [(year, value / base[year]) for year, value in self._series["official direct", "", place]]
                said = _origin(
                    self._rows["official direct", "", place][-1],
                    "generation of China x official factor over that of China",
                )
                own = {pathway: _scaled(powers, ratio, split) for pathway, powers in futures.items()}
                yield from self._power(place, _scaled(past, ratio, split), own, dict.fromkeys(own, said))

    def _residual(self, place: str) -> Iterator[Entry]:
        """What the market view takes for load without a contract: power that no certificate claims."""
        split, row = self._split(place), self._rows["residual direct", "", place][-1]
        stacks = self._series["residual direct", "", place]
        past = [Power(year, stack, split.upstream(stack)) for year, stack in stacks]
        end = (past[-1].year, past[-1].generation + past[-1].upstream)
        futures = {pathway: self._continued(place, pathway, end) for pathway in self.pathways}
        said = _origin(row, "residual mix, assumed to change as the grids of its region do", "assumption")
        known: Status = "unverified" if row.status == "unverified" else "derived"
        origins = {FROZEN: _origin(row, "residual mix, held after it", known), **dict.fromkeys(futures, said)}
        yield from self._power(place, past, {FROZEN: [], **futures}, origins, "market")

    def _power(
        self,
        place: str,
        past: Sequence[Power],
        futures: dict[str, list[Power]],
        origins: dict[str, Origin],
        view: View | None = None,
    ) -> Iterator[Entry]:
        """Entries of the three parts of grid power; pathways share the points of the past."""
        lost = self._constant("losses medium voltage", place) - 1
        parts = (
            ("electricity/grid", "CO2 fossil", 1.0, 0.0),
            ("grid upstream/generic", "CO2e-AR5", 0.0, 1.0),
            ("grid losses/generic", "CO2e-AR5", lost, lost),
        )
        end = RESIDUAL if view else ""
        for activity, flow, direct, rest in parts:
            begin = tuple([Point(year, stack * direct + other * rest) for year, stack, other in past])
            for pathway, future in futures.items():
                points = begin + tuple([Point(year, stack * direct + other * rest) for year, stack, other in future])
                name = f"{activity}.{flow}@{place}/{pathway}{end}"
                figure = Figure(points, "kg/kWh", name=name, origin=origins[pathway])
                yield Entry(activity, "emission", flow, place, pathway, figure, view)

    def _charging(self, place: str) -> Iterator[Entry]:
        """Entries of charging: kWh at medium voltage per kWh at the plug."""
        row = self._rows["losses low voltage", "", place][0]
        ratio = self._constant("losses low voltage", place) / self._constant("losses medium voltage", place)
        origin = _origin(row, "low over medium voltage multiplier")
        for way, product in (("grid", "electricity"), ("green contract", "green electricity")):
            name = f"charging/{way}.{product}@{place}"
            figure = Figure((Point(float(row.year), ratio),), "1", name=name, origin=origin)
            yield Entry(f"charging/{way}", "input", product, place, "", figure)

    def _split(self, place: str) -> Split:
        """Technologies around a place; worked out once."""
        if place not in self._splits:
            self._splits[place] = self._technologies(place)
        return self._splits[place]

    def _technologies(self, place: str) -> Split:
        coal = self._constant("coal share of fossil power", place)
        direct, life = (
            coal * self._constants[f"coal {kind}"] + (1 - coal) * self._constants[f"gas {kind}"]
            for kind in ("direct", "life cycle")
        )
        return Split(direct, life, self._constants["low-carbon life cycle"])

    def _at(self, quantity: str) -> list[str]:
        return [place for key, _, place in self._rows if key == quantity]

    def _region(self, place: str) -> str:
        """The nearest place around that has model pathways: the same for all of them."""
        if place not in self._regions:
            first, around = self.pathways[0], self._places.upward(place)
            self._regions[place] = next(at for at in around if ("pathway", first, at) in self._rows)
        return self._regions[place]

    def _constant(self, quantity: str, place: str) -> float:
        """The one value of a quantity at the nearest place around."""
        at = next(at for at in self._places.upward(place) if (quantity, "", at) in self._rows)
        return self._series[quantity, "", at][0][1]


def interpolate(series: Series, x: float) -> float:
    """Linear between points, held outside."""
    if x <= series[0][0]:
        return series[0][1]
    for (x0, y0), (x1, y1) in pairwise(series):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return series[-1][1]


def _parts(split: Split, year: float, intensity: float) -> Power:
    generation = split.generation(intensity)
    return Power(year, generation, intensity - generation)


def _scaled(powers: Sequence[Power], ratio: Series, split: Split) -> list[Power]:
    """Grid power with generation scaled and upstream by the same technologies."""
    direct = [(power.year, power.generation * interpolate(ratio, power.year)) for power in powers]
    return [Power(year, value, split.upstream(value)) for year, value in direct]


def _series(rows: Sequence[Row]) -> list[tuple[float, float]]:
    return sorted((float(row.year), row.value * parse_unit(row.unit).factor) for row in rows)


def _origin(row: Row, formula: str, status: Status = "derived") -> Origin:
    """Origin of a figure worked out of ``row``."""
    note = f"{formula}; see docs/data.md, grid power"
    return Origin(f"reference/{row.table}.csv", row.line, 0, row.source, status, row.licence, note)


def _spliced(row: Row, model: Row) -> Origin:
    """Origin of a history that a model continues; assumed where the model's region is."""
    note = "last actual x pathway over pathway at the last actual year; see docs/data.md, grid power"
    status: Status = "assumption" if model.status == "assumption" else "derived"
    sources, licences = f"{row.source}; {model.source}", f"{row.licence}; {model.licence}"
    return Origin(f"reference/{row.table}.csv", row.line, 0, sources, status, licences, note)
