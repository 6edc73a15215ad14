"""Counting cars: sold, on the road, abroad, scrapped, driven."""

from __future__ import annotations

import numpy as np

from simulator.accounting.happened import Happened
from simulator.equations.cohorts import MEASURES, Cohorts
from simulator.equations.graph import Array
from simulator.equations.memory import Memory
from simulator.ledger import Fleet

_fleets: Memory[Fleet] = Memory()


def fleet(cohorts: Cohorts, happened: Happened | None = None) -> Fleet:
    """Cars sold, on the road, abroad, scrapped and driven, by account and period: as expected, or as it happened."""
    if happened is not None:
        return _lived(cohorts, happened)
    return _fleets.get((cohorts,), lambda: _expected(cohorts))


def _expected(cohorts: Cohorts) -> Fleet:
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


def _lived(cohorts: Cohorts, happened: Happened) -> Fleet:
    def over(*measures: str) -> Array:
        found: Array = sum(happened.lives[MEASURES.index(measure)] for measure in measures).sum(axis=1)
        return found

    km = sum(happened.lives[MEASURES.index(measure)] for measure in ("km", "km_abroad"))
    scale = cohorts.scale[:, :1]
    return Fleet(
        accounts=cohorts.accounts,
        sold=happened.sold,
        on_road=over("on_road"),
        abroad=over("abroad"),
        scrapped=over("scrapped", "scrapped_abroad"),
        exported=over("exported"),
        km=over("km", "km_abroad") * scale,
        lifetime_km=np.asarray(km).sum(axis=2) * scale,
    )
