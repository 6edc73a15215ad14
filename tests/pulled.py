"""A world for what levers are worth, small enough for paper: a car of 1,000 kg of steel, cleaner steel, less steel, removals.

Per car, kg CO2e of its steel and EUR: nobody 2,000 and 1,000; cleaner steel 100 and 2,000; less steel 1,600 and 800; both 80 and
1,600. Charging and scrapping emit nothing and cost nothing.
"""

from dataclasses import replace

from simulator.network import Activity, Emission, Improve, Lever, MixName, Money, Recipe, Shift, Years
from tests.small import PROVEN, activity, car, figure, mix, scenario

CLEANER, LESS, AIR, IDLE = "cleaner steel", "less steel", "removals", "idle"
CARS = 1000.0
NOBODY, CLEAN, LEAN, BOTH = 2000.0, 100.0, 1600.0, 80.0
"""kg CO2e of the steel of a car."""


def removal(price=0.5, chain=0.0):
    """Takes a kilogram from the air, for a price [EUR/kg] and ``chain`` [kg CO2e/kg]."""
    emits = (Emission("CO2 removed", figure(1.0)), *((Emission("CO2 fossil", figure(chain)),) if chain else ()))
    recipe = Recipe("world", (), emits, Money("cost", figure(price)))
    return Activity("air", "neutralisation", (recipe,), permanence=figure(1000.0), origin=PROVEN)


def pulled(removes=None, *, first=2022, chain=0.0, **more):
    """Sales of 1,000 cars a year, 2020 to 2024; both levers pulled from ``first`` on, and a share of removals if asked for."""
    levers = {
        CLEANER: Lever(
            CLEANER,
            Shift((MixName("steel"),), "mill/clean"),
            figure({first: 1.0}),
            title="Cleaner steel",
            group="Steel",
        ),
        LESS: Lever(LESS, Improve("steel", ("car",), {"steel": figure(0.8)}), figure({first: 1.0}), group="Design"),
        IDLE: Lever(IDLE, Shift((MixName("steel"),), "mill/idle"), None),
    }
    ways = [
        activity("mill/dirty", "steel", {}, 2.0, 1.0),
        activity("mill/clean", "steel", {}, 0.1, 2.0),
        activity("mill/idle", "steel", {}, 0.0, 9.0),
        activity("station", "electricity", {}, 0.0),
        activity("yard", "treatment", {}, 0.0),
    ]
    mixes = [mix("steel", {"mill/dirty": None})]
    if removes is not None:
        ways += [removal(chain=chain), Activity("none", "neutralisation", (Recipe("world"),), origin=PROVEN)]
        mixes.append(mix("neutralisation", {"none": None}))
        levers[AIR] = Lever(AIR, Shift((MixName("neutralisation"),), "air"), figure({first: removes}), group="Removals")
    made = scenario(
        tuple(ways),
        vehicles=(car(sections={"materials": {"steel": 1000.0}}),),
        mixes=tuple(mixes),
        years=Years(2020, 2024, 2030, 2021),
        levers=levers,
    )
    return replace(made, sales=(replace(made.sales[0], cars=figure(CARS)),), **more)
