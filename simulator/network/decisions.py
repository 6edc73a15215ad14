"""What people decide: levers of the company, policies of others, targets, and what may go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.network.activity import Custody, View
from simulator.network.figure import Figure
from simulator.network.origin import UNKNOWN, Origin

Book = Literal["product", "inventory", "flow"]
BOOKS: tuple[Book, ...] = ("product", "inventory", "flow")


@dataclass(frozen=True, slots=True)
class MixName:
    """A product, and the user whose purchase is meant (with all below); ``world`` is everyone."""

    product: str
    user: str = "world"

    def __str__(self) -> str:
        """As the language writes it."""
        return self.product if self.user == "world" else f"{self.product} @ {self.user}"


@dataclass(frozen=True, slots=True)
class Shift:
    """Moves share toward ``to`` in ``mixes``, out of ``givers`` (None: of all that no lever aims at).

    ``custody`` : how what it moves reaches the buyer; None: as the activity says.
    """

    mixes: tuple[MixName, ...]
    to: str
    givers: tuple[str, ...] | None = None
    custody: Custody | None = None


@dataclass(frozen=True, slots=True)
class Improve:
    """Lets the users ``of`` take ``becomes`` [unit per unit of the old input] in place of one unit of ``input``."""

    input: str
    of: tuple[str, ...]
    becomes: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Lever:
    """A choice of the company.

    Parameters
    ----------
    share : what the mix holds of the target from the first year named [1] (how much is rolled out, for an improvement);
        None: only on offer.
    at_most [1], earliest [yr], ramp [1/yr], lead_time [yr] : limits that every engine keeps.
    once : paid when first used [EUR].
    at_least : least share once it is used [1]; ``not_with``: levers that can't be used beside it. The optimiser keeps both.
    late : how much later than planned it takes effect [yr]; the event engine plays it.
    """

    name: str
    action: Shift | Improve
    share: Figure | None = None
    at_most: Figure | None = None
    earliest: float | None = None
    ramp: Figure | None = None
    lead_time: Figure | None = None
    once: Figure | None = None
    at_least: Figure | None = None
    not_with: tuple[str, ...] = ()
    late: float = 0.0
    title: str = ""
    group: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class CarbonPrice:
    """A price on covered direct emissions inside [EUR/kg].

    ``covers``: products whose activities are covered; None: as the library marks them. ``free``: share not paid for [1].
    """

    price: Figure
    covers: tuple[str, ...] | None = None
    pass_through: Figure | None = None
    free: Figure | None = None


@dataclass(frozen=True, slots=True)
class BorderAdjustment:
    """Charges embedded emissions of covered goods that cross into the place at the carbon price ``charges``.

    ``phase_in``: share payable [1]; ``covers``: products; None: as the library marks them.
    """

    charges: str
    phase_in: Figure
    covers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GridPathway:
    """Which pathway the grids inside follow."""

    pathway: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """Recycled content of ``product`` in cars sold inside: ``at_least`` [1], ``penalty`` [EUR per unit missing]."""

    product: str
    at_least: Figure
    penalty: Figure | None = None


@dataclass(frozen=True, slots=True)
class Maximum:
    """A limit on cars sold inside.

    ``measure``: ``footprint`` of ``product`` [kg CO2e per unit] or ``fleet``: direct emissions when driving [kg CO2e/km].
    ``penalty``: of a kg CO2e too much in all that is bought [EUR/kg], or of a kg/km too much, for each car sold [EUR km/kg].
    """

    measure: Literal["footprint", "fleet"]
    at_most: Figure
    product: str | None = None
    penalty: Figure | None = None


@dataclass(frozen=True, slots=True)
class Ban:
    """No ``activity`` (or nothing of ``product``) may be made or bought inside from ``start`` [yr] on."""

    start: float
    activity: str | None = None
    product: str | None = None
    on: Literal["making", "buying"] = "making"


@dataclass(frozen=True, slots=True)
class Levy:
    """A tax (positive) or subsidy (negative) per unit made or bought inside: ``amount`` [EUR/unit]."""

    amount: Figure
    activity: str | None = None
    product: str | None = None
    on: Literal["making", "buying"] = "making"


Rule = CarbonPrice | BorderAdjustment | GridPathway | Minimum | Maximum | Ban | Levy


@dataclass(frozen=True, slots=True)
class Policy:
    """What others decide: a ``rule`` that holds in ``place``.

    ``acts`` : 1 in the years in which it is in force, else 0; None: always.
    """

    name: str
    place: str
    rule: Rule
    acts: Figure | None = None
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Target:
    """A promise to be checked.

    Parameters
    ----------
    kind : ``net zero`` (``by``, ``residual``), ``reduction`` (``cut``, ``by``), ``budget`` (``at_most`` [kg], ``start``,
        ``end``), ``intensity`` (``at_most`` [kg per unit of ``per``], ``by``), ``contraction`` (``a_year`` [1/yr]).
    per : ``total``, ``vehicle`` sold or ``km`` driven over life.
    against : base year; None: the scenario's.
    """

    name: str
    kind: Literal["net zero", "reduction", "budget", "intensity", "contraction"]
    book: Book
    view: View | None = None
    by: int | None = None
    residual: float | None = None
    cut: float | None = None
    at_most: float | None = None
    start: int | None = None
    end: int | None = None
    a_year: float | None = None
    per: Literal["total", "vehicle", "km"] = "total"
    against: int | None = None
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Disruption:
    """What may go wrong; acts in the event engine.

    Parameters
    ----------
    stops : site or activity; ``closes``: passage or route; ``delays``: levers, by ``by`` [yr].
    start : fixed beginning [yr with fraction]; None: by chance.
    every, lasts : time between and duration [yr].
    fall_back : activity (where something stops) or route (where something closes) that steps in.
    """

    name: str
    stops: str | None = None
    closes: str | None = None
    delays: tuple[str, ...] = ()
    by: Figure | None = None
    start: float | None = None
    every: Figure | None = None
    lasts: Figure | None = None
    fall_back: str | None = None
    title: str = ""
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Events:
    """How the event engine plays chance that belongs to nobody.

    Parameters
    ----------
    cars : ``cohorts``: the cars of a month live by expectation; ``single``: each car has a drawn life of its own.
    orders_vary : coefficient of variation of a month's orders in a market [1]; None: orders are as expected.
    """

    cars: Literal["cohorts", "single"] = "cohorts"
    orders_vary: Figure | None = None


@dataclass(frozen=True, slots=True)
class Optimize:
    """What the optimiser is asked: ``meet`` these targets at least cost, or spend at most so much [EUR/yr]."""

    objective: Literal["company", "system"] = "company"
    meet: tuple[str, ...] = ()
    minimize: Literal["cost", "emissions"] = "cost"
    spend_at_most: Figure | None = None
