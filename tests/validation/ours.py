"""Our figures, each in the convention in which the studies count: nothing here is typed, all is computed.

The car is the smart #1 with 66 kWh NMC of the shipped scenario, sold in 2023 and driven 200,000 km at an even pace. Power is that
of the grids (location view): no study that was read takes a residual mix.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import simulator as sim
from tests.reference.test_footprints import LIBRARY, at, of_activity, recipe

BASE = Path(__file__).parents[2] / "scenarios/smart/base.yaml"
NMC, LFP = "smart 1 NMC", "smart 1 LFP"
KWH = {NMC: 66, LFP: 49}
BODY = ("materials", "parts", "assembly", "inbound freight")
"""The car without its pack, to the gate."""
METAL = ("materials/steel parts", "materials/cast iron parts", "materials/aluminium parts")
MAKING = ("assembly/electricity", "assembly/heat")
IN_EUROPE = (("vehicles.smart 1 NMC.built at", "Hambach plant"),)
PRIMARY = (("mixes.aluminium @ CN.recycled", "0 %"),)


def _primary(place):
    """The library's aluminium of a place without its recycled share, for :func:`simulator.vary`."""
    mix = next(one for one in LIBRARY.mixes if (one.product, one.user) == ("aluminium", place))
    ways = {way.split("/")[1]: at(share, 2023) for way, share in mix.shares.items() if way != "aluminium/recycled"}
    return tuple((way, f"{100 * share / sum(ways.values())} %") for way, share in ways.items())


PRIMARY_IN_EUROPE = (*IN_EUROPE, ("mixes.aluminium @ Europe", _primary("Europe")))


@cache
def scenario(change=()):
    """The shipped scenario, or the same with something changed: pairs of path and value."""
    shipped = sim.vary(sim.load(BASE), {"accounting.scope 2": "location-based"})
    return (
        sim.vary(shipped, {path: dict(to) if isinstance(to, tuple) else to for path, to in change})
        if change
        else shipped
    )


@cache
def car(vehicle=NMC, market="DE", change=()):
    """One car over the declared life, in kg CO2e."""
    return sim.footprint(scenario(change), vehicle=vehicle, market=market, year=2023, use="declared")


def tonnes(*stages, **which):
    """Sum of some stages [t]."""
    return sum(car(**which).stages[stage] for stage in stages) / 1000


def metal_and_making(change):
    """What the French order tells by place: steel, iron, aluminium and the energy of the plant [t]."""
    tree = car(change=change).tree
    return sum(tree[node] for node in (*METAL, *MAKING)) / 1000


def pack(vehicle=NMC, change=()):
    """The pack [kg/kWh]."""
    return car(vehicle, change=change).stages["battery"] / KWH[vehicle]


def frozen_charging(market):
    """Charging on the grid of the year of sale [t]; the frozen total moves upkeep and end of life, too, by less than 0.2 t."""
    found = car(market=market)
    return (found.frozen_grid - found.total + found.stages["charging"]) / 1000


def per_km(kg):
    """kg over the declared life in g/km."""
    return kg * 1000 / car().lifetime_km


def less(one, other, place="CN"):
    """How much more one activity causes than another, cradle to gate [kg/kg]."""
    return of_activity(one, place) - of_activity(other, place)


OURS = {
    "pack NMC": lambda: pack(NMC),
    "pack LFP": lambda: pack(LFP),
    "body of primary aluminium": lambda: tonnes(*BODY, change=PRIMARY),
    "assembly": lambda: tonnes("assembly", "inbound freight"),
    "cradle to gate": lambda: tonnes(*BODY, "battery"),
    "freight to Germany": lambda: tonnes("outbound freight"),
    "charging in Germany": lambda: tonnes("charging"),
    "charging in Germany, frozen": lambda: frozen_charging("DE"),
    "charging in the EU": lambda: tonnes("charging", market="EU"),
    "charging in Norway": lambda: tonnes("charging", market="NO"),
    "charging in China, frozen": lambda: frozen_charging("CN"),
    "maintenance": lambda: tonnes("maintenance"),
    "end of life": lambda: tonnes("end of life"),
    "whole life in China, frozen": lambda: per_km(car(market="CN").frozen_grid),
    "whole life in Germany": lambda: car().total / 1000,
    "whole life in Germany, frozen": lambda: car().frozen_grid / 1000,
    "whole life in Norway": lambda: car(market="NO").total / 1000,
    "whole life in the EU": lambda: per_km(car(market="EU").total),
    "NMC less LFP": lambda: pack(NMC) - pack(LFP),
    "NMC over LFP": lambda: pack(NMC) / pack(LFP),
    "pack, China over Europe": lambda: pack() / pack(change=IN_EUROPE),
    "metal and making, China over Europe": lambda: metal_and_making(PRIMARY) / metal_and_making(PRIMARY_IN_EUROPE),
    "body, China over Europe": lambda: tonnes(*BODY, change=PRIMARY) / tonnes(*BODY, change=PRIMARY_IN_EUROPE),
    "steel, blast furnace less scrap": lambda: less("steel/BF-BOF", "steel/scrap-EAF"),
    "steel, blast furnace less gas DRI": lambda: less("steel/BF-BOF", "steel/NG-DRI"),
    "aluminium, on coal power": lambda: of_activity("aluminium/coal power", "CN"),
    "aluminium, coal less hydropower": lambda: less("aluminium/coal power", "aluminium/hydro power"),
    "aluminium, recycled": lambda: of_activity("aluminium/recycled", "EU"),
    "nickel, class 1": lambda: of_activity("nickel sulphate/class 1", "CN"),
    "nickel, coal matte less class 1": lambda: less("nickel sulphate/coal matte", "nickel sulphate/class 1"),
}
"""By quantity, in the unit of ``ranges.csv``."""


@cache
def ours(quantity):
    """Our figure of a quantity."""
    return OURS[quantity]()


CELLS = {NMC: ("cells A", "cells B"), LFP: ("cells C",)}
"""Who makes the cells of a car."""
ARGONNE = {"electricity": "8.31 kWh/kWh", "heat": "38.9 kWh/kWh"}
"""EverBatt 2023: 170 MJ per kWh of any cell, 17.6 % of it power (53.2 MJ/kg at 3.19 kg/kWh NMC622, 40.1 at 4.24 LFP)."""
TAKEN_APART = {
    "LFP cathode": "2.68 kg/kWh",
    "graphite anode": "1.39 kg/kWh",
    "binder and carbon black": "0.144 kg/kWh",
    "electrolyte": "0.652 kg/kWh",
    "copper foil": "0.304 kg/kWh",
    "aluminium foil": "0.205 kg/kWh",
    "separator": "0.269 kg/kWh",
    "aluminium parts": "0.54 kg/kWh",
}
"""An LFP car cell of 161.5 Ah, 0.517 kWh and 3.17 kg (Stock et al. 2023): two rolls of 22.0 m x 67 mm with 22.6 mg/cm2 on each
side of 12 um aluminium, against 22.6 m x 70 mm with 10.7 mg/cm2 on 5 um copper. Electrolyte 10 %, separator 4.3 %, can and
conductors 8.8 % of the mass (Fischer et al. 2026). Over the yields of the library."""


def pack_with(vehicle, amounts):
    """The pack [kg/kWh] if its cells took other amounts: by product, with unit."""
    change = [(f"activities.{who}.inputs.{name}", amount) for who in CELLS[vehicle] for name, amount in amounts.items()]
    return pack(vehicle, tuple(change))


def plant_of(cell):
    """The energy of the plant that the library gives to a cell."""
    takes = {one.product: at(one.amount, 2023) for one in recipe(f"{cell}/generic", "CN", "").inputs}
    return {name: f"{takes[name]} kWh/kWh" for name in ARGONNE}


@dataclass(frozen=True)
class Cause:
    """One thing as some study has it: who counts so, which car that is, and the stages that are left out."""

    who: str
    vehicle: str = NMC
    market: str = "DE"
    change: tuple[tuple[str, object], ...] = ()
    without: tuple[str, ...] = ()

    @property
    def footprint(self):
        return car(self.vehicle, self.market, self.change)

    @property
    def left_out(self):
        return sum(self.footprint.stages[stage] for stage in self.without)


def _set(path, value):
    return ((f"vehicles.{NMC}.{path}", value),)


def _nickel(way):
    return (("mixes.nickel sulphate", ((way, "100 %"),)), ("levers.nickel of class 1", "$remove"))


CAUSES = {
    "as it stands": Cause("ours"),
    "150,000 km": Cause("CATARC (recalled), ADAC", change=_set("lifetime", "150000 km")),
    "240,000 km": Cause("ICCT (recalled)", change=_set("lifetime", "240000 km")),
    "sold in China": Cause("CATARC, Gan, Qiao", market="CN"),
    "sold in the EU": Cause("ICCT, Volvo, Mercedes", market="EU"),
    "sold in Norway": Cause("wind or hydropower of carmakers", market="NO"),
    "test cycle, 16.7 kWh/(100 km)": Cause("carmakers", change=_set("use.charging", "16.7 kWh/(100 km)")),
    "LFP pack of 49 kWh": Cause("EX30 with 51 kWh", vehicle=LFP),
    "nickel all class 1": Cause("NMC of Western supply", change=_nickel("class 1")),
    "nickel all from coal matte": Cause("the top of Peiseler's span", change=_nickel("coal matte")),
    "no recycled aluminium": Cause("French order, Polestar 2", change=PRIMARY),
    "built in Europe": Cause("ID.3, EQC, C40", change=IN_EUROPE),
    "without upkeep and delivery": Cause("most carmakers", without=("maintenance", "outbound freight")),
}
"""The car sold in Germany with one thing changed."""
