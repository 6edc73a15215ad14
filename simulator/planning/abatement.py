"""What a tonne costs: the abatement curve, from what levers are worth in tonnes and euros. The question behind ``decarb macc``.

Tonnes and euros of a bar are both Shapley values of the same coalitions, so that all bars add up to what the plan cuts and
costs. A bar is no offer: without the others it would be another one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.ledger import Array, Book, View
from simulator.planning.coalitions import Measure
from simulator.planning.costed import costed
from simulator.planning.players import Player
from simulator.planning.wedges import Wedges

HARDLY = 1e-3
"""Bars with less than this share of all that is cut are listed, not drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A player on the curve.

    Parameters
    ----------
    cut : what it takes off the measure of the curve over the years of sale [kg CO2e]; below 0 where it adds; never discounted.
    gross : the same of gross [kg CO2e]; ``removed`` : what it adds to removals [kg].
    own, once, carbon : present value of what it costs more [EUR]: own cost, one-off payments, carbon cost.
    undiscounted : own cost and one-off payments as they are paid [EUR].
    missing : what lacks a price, in words: the bar leaves it out. ``unproven`` : whether a price is only assumed.
    drawn : whether it cuts enough to be a bar.
    """

    player: Player
    cut: float
    gross: float
    removed: float
    own: float
    once: float
    carbon: float
    undiscounted: float
    missing: tuple[str, ...]
    unproven: bool
    drawn: bool

    @property
    def cost(self) -> float:
        """Per kilogram cut, without carbon cost [EUR/kg]."""
        return (self.own + self.once) / self.cut

    @property
    def with_carbon(self) -> float:
        """Per kilogram cut, carbon cost saved or added too [EUR/kg]."""
        return (self.own + self.once + self.carbon) / self.cut

    @property
    def as_paid(self) -> float:
        """Per kilogram cut, without carbon cost and not discounted [EUR/kg]."""
        return self.undiscounted / self.cut


@dataclass(frozen=True, slots=True, eq=False)
class Abatement:
    """The curve: bars by cost per tonne, cheapest first, then those that are not drawn.

    Parameters
    ----------
    measure : ``net`` or ``gross`` of ``book`` in ``view``.
    start, end : years of sale whose tonnes are counted. ``to`` : last year whose cost is; None: until the last car is gone.
    rate : of discount [1/yr]; values are those of the year ``present``.
    """

    wedges: Wedges
    bars: tuple[Bar, ...]
    measure: Measure
    book: Book
    view: View
    start: int
    end: int
    to: int | None
    rate: float
    present: int


def abatement(found: Wedges, measure: Measure = "net", book: Book | None = None, view: View | None = None) -> Abatement:
    """The abatement curve of levers that have been told apart.

    Cost is that of all the kilograms: the books that date a car's whole life at its sale are set against its cost until it is
    scrapped, the flow book against what is paid in the same years.

    Parameters
    ----------
    found : what :func:`simulator.planning.wedges.wedges` gave.
    measure : ``net``, in which removals have bars of their own; ``gross``, in which they do not.
    book : default: the one that removals neutralise. ``view``: default: the headline view.
    """
    scenario = found.scenario
    seen, read = view or scenario.accounting.scope2, book or scenario.accounting.neutralises
    years, sales = scenario.years, len(scenario.years.sales)
    last = sales if read == "flow" else len(found.years) + 1
    discounts = discount(found, last)
    cut, gross = (-found.change("shapley", kind, read, seen)[:, found.column()] for kind in (measure, "gross"))
    removed = found.change("shapley", "removed")[:, found.column()]
    paid = {kind: found.change("shapley", kind)[:, :last] for kind in _COSTS}
    worth = {kind: each @ discounts for kind, each in paid.items()}
    plain = (paid["own"] + paid["once"]).sum(axis=1)
    enough = cut > HARDLY * np.abs(cut).sum()
    bars = [
        Bar(
            player,
            float(cut[row]),
            float(gross[row]),
            float(removed[row]),
            float(worth["own"][row]),
            float(worth["once"][row]),
            float(worth["carbon"][row]),
            float(plain[row]),
            *_known(found, player),
            bool(enough[row]),
        )
        for row, player in enumerate(found.players)
    ]
    bars.sort(key=lambda bar: (not bar.drawn, bar.cost if bar.drawn else -bar.cut, bar.player.name))
    to = years.end if read == "flow" else None
    rate = scenario.accounting.discount_rate
    return Abatement(found, tuple(bars), measure, read, seen, years.start, years.end, to, rate, years.base)


_COSTS: tuple[Measure, ...] = ("own", "once", "carbon")


def discount(found: Wedges, count: int) -> Array:
    """Worth in the base year of a euro paid in each of the first columns ``[column]``; ``after`` is paid in its first year."""
    scenario = found.scenario
    ages = np.arange(count) + scenario.years.start - scenario.years.base
    out: Array = (1.0 + scenario.accounting.discount_rate) ** -ages.astype(float)
    return out


def _known(found: Wedges, player: Player) -> tuple[tuple[str, ...], bool]:
    """What of a player lacks a price, and whether a price of it is unproven."""
    if player.kind == "policy":
        return ("what others pay for it",), False
    each = [costed(found.scenario, found.scenario.levers[name]) for name in player.members]
    return tuple(dict.fromkeys(name for one in each for name in one.missing)), any(one.unproven for one in each)


__all__ = ["HARDLY", "Abatement", "Bar", "abatement", "discount"]
