"""Cars, what one of them causes, and how far each option of each mix has come."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import product

import numpy as np

from simulator.analysis.calendar import at, labels, long
from simulator.analysis.columns import Columns, of_rows, stacked, throughout
from simulator.analysis.yearly import by_account, cut
from simulator.ledger import Account, Array, Ledger, View

EVERY = "all"
"""The row that stands for all vehicles."""
_HAD = ("returned", "new scrap", "market", "used", "left")
_COUNTS = ("sold", "on_road", "abroad", "scrapped", "exported", "km")


def fleet(ledger: Ledger) -> Columns:
    """``vehicle sold_as market year``, then ``sold on_road abroad scrapped exported`` [veh] and ``km`` [km].

    Stocks are those at year end; sold, scrapped and exported count the year's cars.
    """
    cars = ledger.fleet
    keys: list[Hashable] = [(one.vehicle, one.sold_as, one.market) for one in cars.accounts]
    columns = long(ledger, dict(zip(keys, cars.sold, strict=True)), ["vehicle", "sold_as", "market"], "sold")
    others = {name: np.concatenate([np.zeros(0), *getattr(cars, name)]) for name in _COUNTS[1:]}
    return {**columns, **others}


def levers(ledger: Ledger) -> Columns:
    """Achieved share of each option of each mix and its chain of custody: ``mix option custody year share`` [1]."""
    held: dict[Hashable, Array] = {
        (*name, ledger.custody.get(name, "physical")): share for name, share in ledger.shares.items()
    }
    return long(ledger, held, ["mix", "option", "custody"], "share")


def supplies(ledger: Ledger) -> Columns:
    """What limited activities had and used: ``activity product measure year amount`` [unit of the product], years of the tables.

    Measures: ``returned`` by old cars, ``new scrap`` of the year, ``market``, ``used`` and ``left``.
    """
    had: dict[Hashable, Array] = {
        (name, of.product, measure): amount[:-1]
        for name, of in ledger.supplied.items()
        for measure, amount in zip(_HAD, (of.returned, of.new, of.market, of.used, of.left), strict=True)
    }
    return long(ledger, had, ["activity", "product", "measure"], "amount")


def per_vehicle(ledger: Ledger, view: View) -> Columns:
    """The product book per car, by year of sale and vehicle, and for all cars together (``vehicle`` = ``all``).

    Columns ``view vehicle year``, ``sold`` [veh], ``co2e`` [kg CO2e over the life of the year's cars], ``per_car`` [kg CO2e/veh],
    ``per_km`` [kg CO2e/km over life]. Years without sales are left out.
    """
    carbon = by_account(cut(ledger, "product", view), lambda account: account.vehicle)
    sold, km = (_by_vehicle(ledger.fleet.accounts, values) for values in (ledger.fleet.sold, ledger.fleet.lifetime_km))
    for table in (carbon, sold, km):
        table[EVERY] = sum(table.values(), np.zeros(len(ledger.header.periods) + 1))
    rows = []
    for vehicle, cars in sold.items():
        years = np.flatnonzero(cars > 0)
        kg = carbon.get(vehicle, np.zeros(len(cars)))[years]
        rows.append(
            {
                "view": throughout(view, len(years)),
                "vehicle": throughout(str(vehicle), len(years)),
                "year": labels(ledger)[years],
                "sold": cars[years],
                "co2e": kg,
                "per_car": kg / cars[years],
                "per_km": kg / km[vehicle][years],
            }
        )
    return stacked(rows)


def stages_per_vehicle(ledger: Ledger, view: View, years: Sequence[int], only: str = "") -> Columns:
    """``view vehicle year stage per_car`` [kg CO2e/veh]: what the cars sold in some years cause over their lives, by stage.

    Vehicles that nobody bought in a year are left out of it.

    Parameters
    ----------
    only : one vehicle; empty: all of them.
    """
    sold = _by_vehicle(ledger.fleet.accounts, ledger.fleet.sold)
    positions = [at(ledger, year) for year in years]
    carbon: dict[tuple[str, str], Array] = {}
    for entries, kg in cut(ledger, "product", view).cells:
        some = kg[:, :, positions]
        told = ((a, account) for a, account in enumerate(entries.accounts) if only in ("", account.vehicle))
        for (a, account), (b, branch) in product(told, enumerate(entries.branches)):
            key = (account.vehicle, branch.stage)
            carbon[key] = carbon[key] + some[a, b] if key in carbon else some[a, b]
    rows = [
        (view, vehicle, year, stage, kg[number] / sold[vehicle][position])
        for (vehicle, stage), kg in carbon.items()
        for number, (year, position) in enumerate(zip(years, positions, strict=True))
        if sold[vehicle][position] > 0
    ]
    return of_rows(("view", "vehicle", "year", "stage", "per_car"), rows)


def _by_vehicle(accounts: tuple[Account, ...], values: Array) -> dict[Hashable, Array]:
    totals: dict[Hashable, Array] = {}
    for account, row in zip(accounts, values, strict=True):
        totals[account.vehicle] = totals[account.vehicle] + row if account.vehicle in totals else row
    return totals


__all__ = ["EVERY", "fleet", "levers", "per_vehicle", "stages_per_vehicle"]
