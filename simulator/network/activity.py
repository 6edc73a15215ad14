"""Products, the activities that make them, and the mixes that say which of them do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.network.figure import Figure
from simulator.network.origin import UNKNOWN, Origin

View = Literal["market", "location"]
VIEWS: tuple[View, View] = ("market", "location")
ProductKind = Literal["good", "energy", "fuel", "freight", "delivery", "service", "waste", "removal", "vehicle", "sold"]
MoneyKind = Literal["price", "cost", "premium"]
Custody = Literal["physical", "mass balance", "book and claim"]


@dataclass(frozen=True, slots=True)
class Product:
    """A good or a service that activities make.

    Parameters
    ----------
    name, title : key, and what is shown.
    unit : canonical unit its amounts are counted in (kg, kWh, km, kg.km, veh, ...).
    kind : how the books treat it. ``energy`` bought by the reporter is scope 2 (its supplier's stack) and category 3 (the
        rest), ``fuel`` category 3, ``freight`` and ``delivery`` category 4, ``waste`` category 5, other kinds ``category``.
    mass : of one unit [kg/unit]; None where it has none (a service) or nobody knows.
    category : GHG Protocol category when the reporter's own activities buy it.
    tag : word in the tag path of a footprint (``cell`` in ``battery/cell``); empty: no level of its own.
    bordered : whether it is a good of the border adjustment.
    embedded : default embedded emissions of the border adjustment [kg CO2e/unit].
    """

    name: str
    unit: str
    kind: ProductKind = "good"
    title: str = ""
    mass: Figure | None = None
    category: int = 1
    tag: str = ""
    bordered: bool = False
    embedded: Figure | None = None
    origin: Origin = field(default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an activity takes in: ``amount`` [unit of ``product`` per unit made]; ``category`` overrides the rule."""

    product: str
    amount: Figure
    category: int | None = None


@dataclass(frozen=True, slots=True)
class Emission:
    """What an activity lets out, or takes from the air: ``amount`` of ``flow`` [kg per unit made]."""

    flow: str
    amount: Figure


@dataclass(frozen=True, slots=True)
class Money:
    """What an activity costs [EUR per unit made].

    Parameters
    ----------
    kind : ``price``: everything in it at the base network; ``cost``: inputs come on top; ``premium``: what it costs more
        than the activity that held most of its mix in the base year.
    carbon_included : whether the figure already contains a carbon price (then none is charged again).
    """

    kind: MoneyKind
    amount: Figure
    carbon_included: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an activity makes one unit, in a place.

    Parameters
    ----------
    place : where it holds, with all places inside; the narrowest recipe around an activity is taken.
    pathway : the policy pathway it belongs to (grids); empty: every pathway.
    view : ``market`` for a residual mix that only the market view takes; None: both views.
    priced : whether the pathway already answers a carbon price (then none is charged on it again).
    """

    place: str
    inputs: tuple[Exchange, ...] = ()
    emits: tuple[Emission, ...] = ()
    money: Money | None = None
    pathway: str = ""
    view: View | None = None
    priced: bool = False


@dataclass(frozen=True, slots=True)
class Returns:
    """What limits an activity that needs returned material or a contract.

    ``supply(t) = sum over products of rate x amount in cars scrapped in the year before + scrap x new scrap(t) + market(t)``.

    Parameters
    ----------
    rates : per product of the bill of materials, units this activity can make per unit of it in scrapped cars.
    market : what the market supplies beside [units/yr].
    scrap : per product, units it can make per unit of it that arises as new scrap in the same year.
    """

    rates: Mapping[str, Figure]
    market: Figure | None = None
    scrap: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Capacity that may be added, for the optimiser; what is ``added`` is there in every engine.

    Parameters
    ----------
    cost : to build what makes one unit a year [EUR per unit/yr]; paid as an annuity while it stands.
    lasts : years it stands [yr]; ``lead_time`` from decision to first unit [yr].
    at_most : most that may stand beside the capacity there is [unit/yr].
    added : what begins with each year that its points name [unit/yr].
    """

    cost: Figure
    lasts: Figure
    lead_time: Figure | None = None
    at_most: Figure | None = None
    added: Figure | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One way to make one product.

    Parameters
    ----------
    name : full name: ``product/way`` for a library activity, the planner's own word otherwise.
    makes : the product.
    recipes : at least one; see :class:`Recipe`.
    at : site; None: made in the place of its user.
    on_site : stands on its user's site and is run by its operator (boiler, heat pump, roof), though it has no site of its own.
    custody : how what is made reaches its buyer. ``book and claim`` (PPA, certificate, credit) acts in the market view alone;
        ``mass balance`` in both, bounded by what is fed in (:attr:`returns`).
    contract_for : who supplies in its place in the location view; None: those of the mix who would step in for it.
    recycled : counts as recycled content.
    covered : its direct emissions fall under carbon prices unless a policy says otherwise.
    permanence : of a removal [yr].
    returns : see :class:`Returns`; None: unlimited.
    holds : per input, how much of it is in a unit made; the rest of that input arises as new scrap.
    capacity [unit/yr], lead_time [yr], batch [unit], stock [yr], yield_ [1], lot [unit] (smallest run) : for the event
        engine and the optimiser; the yield acts everywhere (inputs and emissions per good unit are divided by it).
    opens [yr], ramp_up [yr] : nothing is made before ``opens``; from there capacity rises in a straight line to full.
    expansion : how the capacity may grow; None: not at all.
    """

    name: str
    makes: str
    recipes: tuple[Recipe, ...]
    at: str | None = None
    title: str = ""
    on_site: bool = False
    custody: Custody = "physical"
    contract_for: str | None = None
    recycled: bool = False
    covered: bool = False
    permanence: Figure | None = None
    returns: Returns | None = None
    holds: Mapping[str, Figure] = field(default_factory=dict)
    capacity: Figure | None = None
    lead_time: Figure | None = None
    batch: Figure | None = None
    stock: Figure | None = None
    yield_: Figure | None = None
    lot: Figure | None = None
    opens: float | None = None
    ramp_up: Figure | None = None
    expansion: Expansion | None = None
    origin: Origin = field(default=UNKNOWN)

    @property
    def claim(self) -> bool:
        """Whether it acts in the market view alone."""
        return self.custody == "book and claim" or self.contract_for is not None


@dataclass(frozen=True, slots=True)
class Mix:
    """Which activities make a product for a user: shares that add up to 1 in every year.

    Parameters
    ----------
    product : what is supplied; a name that cars are sold under, a delivery ``delivery from X to Y`` and a choice of plants
        (``built at``) are products too.
    user : an activity, site or place; ``world`` for everyone. The nearest user around a buyer counts.
    shares : full name of the activity (or vehicle, route, site) -> share [1]; None is the rest.
    rule : ``path``, ``logit`` (with ``sensitivity`` [1]: elasticity of share to delivered cost) or ``least-cost``.
    """

    product: str
    user: str
    shares: Mapping[str, Figure | None]
    rule: Literal["path", "logit", "least-cost"] = "path"
    sensitivity: Figure | None = None
    origin: Origin = field(default=UNKNOWN)

    @property
    def name(self) -> str:
        """``product @ user``, or the product alone where it is for everyone."""
        return self.product if self.user == "world" else f"{self.product} @ {self.user}"

    @property
    def packaged(self) -> bool:
        """Whether it is the library's: the planner's mixes come before it at every distance."""
        return self.origin.file.startswith("reference/")
