"""The network as a graph: purchases, the activities that fill them, and what those take in and let out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.network import Figure, Mix, Money, View

Array = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys: decides which mix is the nearest. ``site`` is empty for the background."""

    user: str
    site: str
    place: str


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """A mix as a group of users buys it: the mix, the levers that reach it, and all options in a fixed order.

    The last of the options, ``standby``, hold no share and step in when others fail (:mod:`simulator.equations.standby`).
    ``claim`` : the claim in whose place this one supplies in the location view; its options then share all by their parts of
    the mix.
    """

    mix: Mix
    levers: tuple[str, ...]
    options: tuple[str, ...]
    standby: tuple[str, ...] = ()
    claim: str = ""

    @property
    def name(self) -> str:
        """The mix as the language writes it."""
        return f"{self.mix.name} in place of {self.claim}" if self.claim else self.mix.name


@dataclass(frozen=True, slots=True)
class Purchase:
    """A product as it is bought at a place: a node of the graph, filled by one supply."""

    product: str
    supply: int
    place: str
    site: str = ""

    @property
    def gate(self) -> bool:
        """Whether it is what leaves the gate of a site, whoever buys."""
        return self.product.endswith(" at the gate")


@dataclass(frozen=True, slots=True)
class Maker:
    """An activity that fills one purchase with the share in row ``option`` of the table of shares.

    ``controlled``: run by the reporter. ``kind`` is the kind of the product it makes. A ``claim`` makes nothing in the location
    view: what stands in for it does.
    """

    activity: str
    purchase: int
    option: int
    product: str
    kind: str
    place: str
    site: str = ""
    controlled: bool = False
    priced: bool = False
    covered: bool = False
    claim: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """What a maker takes in: figure (/ yield) of a purchase, in the views named (None: both).

    ``stage`` is given to what comes through and has no stage yet; ``forced`` overrides. ``clear`` uses are only a name for
    their purchase and leave every mark as it is. ``category`` overrides the rule of scope 3.
    """

    maker: int
    purchase: int
    figure: int
    yield_: int = -1
    view: View | None = None
    stage: str = ""
    forced: bool = False
    clear: bool = False
    category: int = 0


@dataclass(frozen=True, slots=True)
class Emit:
    """What a maker lets out: figure (/ yield) [kg/unit] of a flow, in the views named."""

    maker: int
    flow: str
    figure: int
    yield_: int = -1
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a maker costs: the figure of ``money``, divided by the yield."""

    maker: int
    money: Money
    figure: int
    yield_: int = -1


@dataclass(frozen=True, slots=True)
class Arise:
    """New scrap of ``product`` that a maker leaves: ``sign`` x figure (/ yield) [unit per unit made]."""

    maker: int
    product: str
    figure: int
    sign: float
    yield_: int = -1


@dataclass(frozen=True, slots=True)
class Crossing:
    """Goods that a maker brings over a border: ``product`` from ``origin`` to ``place``."""

    maker: int
    product: str
    origin: str
    place: str


@dataclass(frozen=True, slots=True)
class Levels:
    """Order of the passes: purchases level by level, suppliers below customers; a component is one small solve.

    ``level`` of each purchase; ``components`` lists those with more than one member (or a loop on itself).
    """

    level: Index
    components: tuple[Index, ...]

    @property
    def height(self) -> int:
        """How many levels there are."""
        return int(self.level.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """All that does not change with the year: who can buy what from whom.

    ``demand`` names the purchases at which final demand enters: ``(kind, *names) -> purchase``; ``sold`` the supply that
    splits the cars sold under a name in a market.
    """

    purchases: tuple[Purchase, ...]
    makers: tuple[Maker, ...]
    uses: tuple[Use, ...]
    emits: tuple[Emit, ...]
    costs: tuple[Cost, ...]
    crossings: tuple[Crossing, ...]
    arises: tuple[Arise, ...]
    supplies: tuple[Supply, ...]
    offsets: tuple[int, ...]
    figures: tuple[Figure, ...]
    flows: tuple[str, ...]
    demand: dict[tuple[str, ...], int]
    sold: dict[tuple[str, str], int]
    findings: tuple[str, ...]
    levels: Levels
    columns: Columns = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The graph again, as arrays to compute with; ``claims``: makers that are claims."""

    maker_purchase: Index
    maker_option: Index
    claims: Index
    use_maker: Index
    use_source: Index
    use_target: Index
    use_figure: Index
    use_yield: Index
    use_in: dict[View, NDArray[np.bool_]]
    emit_maker: Index
    emit_flow: Index
    emit_figure: Index
    emit_yield: Index
    emit_in: dict[View, NDArray[np.bool_]]


def columns(
    makers: tuple[Maker, ...], uses: tuple[Use, ...], emits: tuple[Emit, ...], flows: tuple[str, ...]
) -> Columns:
    """Arrays of the graph's records."""
    maker_purchase = _ints([m.purchase for m in makers])
    use_maker = _ints([u.maker for u in uses])
    flow = {name: position for position, name in enumerate(flows)}
    views: tuple[View, View] = ("market", "location")
    return Columns(
        maker_purchase=maker_purchase,
        maker_option=_ints([m.option for m in makers]),
        claims=_ints([number for number, m in enumerate(makers) if m.claim]),
        use_maker=use_maker,
        use_source=_ints([u.purchase for u in uses]),
        use_target=maker_purchase[use_maker],
        use_figure=_ints([u.figure for u in uses]),
        use_yield=_ints([u.yield_ for u in uses]),
        use_in={view: np.array([u.view in (None, view) for u in uses], dtype=bool) for view in views},
        emit_maker=_ints([e.maker for e in emits]),
        emit_flow=_ints([flow[e.flow] for e in emits]),
        emit_figure=_ints([e.figure for e in emits]),
        emit_yield=_ints([e.yield_ for e in emits]),
        emit_in={view: np.array([e.view in (None, view) for e in emits], dtype=bool) for view in views},
    )


def _ints(values: list[int]) -> Index:
    return np.array(values, dtype=np.intp)


def grouped(owner: Index, count: int) -> list[Index]:
    """Positions that belong to each of ``count`` owners."""
    order = np.argsort(owner, kind="stable")
    cuts = np.searchsorted(owner[order], np.arange(count + 1))
    return [order[low:high] for low, high in pairwise(cuts)]


class Grouped:
    """Positions by owner, for some owners at a time."""

    def __init__(self, owner: Index, count: int) -> None:
        self._order = np.argsort(owner, kind="stable")
        self._cuts = np.searchsorted(owner[self._order], np.arange(count + 1))

    def __call__(self, owners: Index) -> tuple[Index, Index]:
        """Positions of some owners, one after the other, and to which of them (0 .. number asked - 1) each belongs."""
        begins, counts = self._cuts[owners], self._cuts[owners + 1] - self._cuts[owners]
        which = np.repeat(np.arange(len(owners)), counts)
        return self._order[np.arange(len(which)) + np.repeat(begins - np.cumsum(counts) + counts, counts)], which
