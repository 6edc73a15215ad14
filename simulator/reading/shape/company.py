"""Records of what a company has and does."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from simulator.reading.shape.values import Amounts, Closed, Date, Names, Record, Value, text, value


class Years(Closed):
    """Calendar years of the scenario."""

    from_: int = Field(alias="from", description="First year in which cars are sold.")
    to: int = Field(description="Last year in which cars are sold.")
    tail: int = Field(description="Last year of the tables.")
    base: int = Field(description="Base year of targets.")


class Accounting(Record):
    """Rules of the books."""

    gwp: str | None = text("Set of warming potentials, as `AR6 GWP100`.")
    scope_2: Literal["market-based", "location-based"] | None = text("The headline view.", "scope 2")
    recycling: Literal["cut-off", "substitution", "circular-footprint"] | None = text("Rule of recycling.")
    neutralises: Literal["product", "inventory", "flow"] | None = text("Book whose gross removals are bought against.")
    money: str | None = text("Currency and price year of every EUR, as `EUR2025`.")
    discount_rate: Value = value("Discount rate", "1", "discount rate")
    base_year_figure: Value = value(
        "Gross of the base year as published before, in the book that removals neutralise", "kg", "base year figure"
    )
    recalculates_above: Value = value("Change above which the base year is stated anew", "1", "recalculates above")


class Source(Closed):
    """Who says so."""

    title: str = Field(description="The source in words.")
    status: str | None = text("How far it can be trusted.")
    licence: str | None = text("Licence of the figures.")
    note: str | None = text("A remark.")


class Product(Record):
    """Extension: a product that the library lacks, or what differs from the library's."""

    measured_in: str | None = text("Unit its amounts are counted in, as kg, kWh, veh.", "measured in")
    kind: Literal["good", "energy", "fuel", "freight", "service", "waste", "removal"] | None = text(
        "How the books treat it."
    )
    mass: Value = value("Mass of one unit", "kg per unit")
    category: int | None = text("GHG Protocol category when the company buys it.")
    tag: str | None = text("Word for it in the tag path of a footprint.")
    bordered: bool | None = text("Whether it is a good of the border adjustment.")
    embedded: Value = value("Default embedded emissions of the border adjustment", "kg CO2e per unit")


class Expansion(Record):
    """Capacity that may be added."""

    cost: Any = Field(description="To build what makes one unit a year [EUR per unit].")
    lasts: Any = Field(description="Years it stands [yr].")
    lead_time: Value = value("Decision to first unit", "yr", "lead time")
    at_most: Value = value("Most that may stand beside the capacity there is", "unit/yr", "at most")
    added: Value = value("What begins with each year named", "unit/yr")


class Site(Record):
    """A plant or office."""

    in_: str = Field(alias="in", description="Place it lies in.")
    location: list[float] | None = text("Degrees north, degrees east.")
    operator: Literal["company", "other"] | None = text("Who controls it; `company`: scopes 1 and 2.")
    assembly: Amounts | None = text("What building one car takes beside its own parts, per car.")
    capacity: Value = value("Most it can build", "veh/yr")
    batch: Value = value("Cars in a batch", "veh")
    stock: Value = value("Stock it holds", "yr")
    lead_time: Value = value("Start of work to finished car", "yr", "lead time")
    lot: Value = value("Smallest run", "veh")
    opens: Date | None = text("Date before which nothing is built.")
    ramp_up: Value = value("Time from opening to full capacity", "yr", "ramp up")
    expansion: Expansion | None = text("Extension: how the capacity may grow.")


class Activity(Record):
    """One way to make one product."""

    makes: str | None = text("The product.")
    at: str | None = text("Site; without one it is made in the place of its user.")
    inputs: dict[str, Any] | None = text("Product -> amount per unit made; over those of the record it is like.")
    emits: dict[str, Any] | None = text("Gas -> kg per unit made; `CO2e` where the gases are not known.")
    price: Value = value("All-in price", "EUR per unit")
    cost: Value = value("Cost without inputs", "EUR per unit")
    premium: Value = value("Cost on top of the activity that held most of the mix in the base year", "EUR per unit")
    carbon_included: bool | None = text("Extension: whether the price already holds a carbon price.", "carbon included")
    capacity: Value = value("Most it can make", "unit/yr")
    lead_time: Value = value("Order to delivery", "yr", "lead time")
    batch: Value = value("Units in a batch", "unit")
    stock: Value = value("Stock it holds", "yr")
    lot: Value = value("Smallest run", "unit")
    opens: Date | None = text("Date before which nothing is made.")
    ramp_up: Value = value("Time from opening to full capacity", "yr", "ramp up")
    expansion: Expansion | None = text("Extension: how the capacity may grow.")
    yield_: Value = value("Good units per unit made", "1", "yield")
    returns: dict[str, Any] | None = text(
        "Extension: product of the bill of materials -> units this activity can make per unit of it in scrapped cars."
    )
    market: Value = value("Extension: what the market supplies beside returned material", "unit/yr")
    on_site: bool | None = text("Extension: stands on its user's site and is run by its operator.", "on site")
    new_scrap: dict[str, Any] | None = text(
        "Product -> units this activity can make per unit of it that arises as new scrap in the same year.", "new scrap"
    )
    holds: dict[str, Any] | None = text("Input -> how much of it is in a unit made; the rest of it becomes new scrap.")
    custody: Literal["physical", "mass balance", "book and claim"] | None = text(
        "Chain of custody; `book and claim` acts in the market view alone, `mass balance` must be limited."
    )
    contract_for: str | None = text(
        "Extension: a contract (book and claim) in whose place the activity named here supplies in the location view.",
        "contract for",
    )
    recycled: bool | None = text("Extension: counts as recycled content.")
    covered: bool | None = text("Extension: its direct emissions fall under carbon prices.")
    permanence: Value = value("Extension: of a removal", "yr")


class SecondLife(Record):
    """What becomes of a part of a scrapped car before it returns."""

    share: Any = Field(description="Share of what is scrapped that goes to a second use [1].")
    after: Any = Field(description="Whole years after which it returns [yr].")
    keeps: Value = value("Part of it that returns then; all unless said", "1")
    displaces: Value = value("New units that a unit in second use spares, for the avoided figure alone", "1")


class Vehicle(Record):
    """A car; each stage of life holds amounts per vehicle."""

    sold_as: str | None = text("Name it is sold under; its own name unless said.", "sold as")
    built_at: str = Field(alias="built at", description="A site, or a mix whose activities are sites.")
    mass: Any = Field(description="Curb mass [kg]; materials, battery and parts add up to it.")
    lifetime: Any = Field(description="Reference distance [km].")
    second_life: dict[str, SecondLife] | None = text("Product of the car -> its second use.", "second life")
    lasts: Value = value("Ages in the survival of its market times this", "1")
    materials: Amounts | None = text("Bought materials, per vehicle.")
    battery: Amounts | None = text("Packs, per vehicle.")
    parts: Amounts | None = text("Extension: bought parts, per vehicle.")
    use: Amounts | None = text("What driving takes, per km.")
    upkeep: Amounts | None = text("What upkeep takes, over the lifetime distance.")
    end_of_life: Amounts | None = text("What scrapping takes, per vehicle.", "end of life")


class CutOff(Record):
    """What is left out on purpose; it changes no figure and is told with every run."""

    estimate: Any = Field(description="What it would add, as a share of gross [1].")
    reason: str = Field(description="Why it is left out.")
    category: int | None = text("GHG Protocol category it would stand in.")


class Detour(Record):
    """How a leg runs while its passage is closed."""

    distance: Any = Field(description="Distance [km].")
    time: Value = value("Time", "yr")


class Leg(Record):
    """A stretch of a route."""

    by: str = Field(description="A freight product.")
    distance: Any = Field(description="Distance [km].")
    time: Value = value("Time", "yr")
    through: str | None = text("A passage that can be closed.")
    detour: Detour | None = text("What holds while it is closed.")


class Route(Record):
    """A way from a site to sites or places: an activity of the product `delivery from X to Y`."""

    from_: str = Field(alias="from", description="A site.")
    to: Names = Field(description="A site or place, or several.")
    legs: list[Leg] = Field(description="Its stretches, in order; a list is replaced as a whole.", min_length=1)
    paid_by: Literal["company", "buyer"] | None = text(
        "Extension: who pays on the way to the market (category 4 or 9).", "paid by"
    )
    expedites: Value = value("Stands by outside the mix and takes what is late by at least this", "yr")


class Weibull(Record):
    """Extension: survival by the law exp(-(age/scale)^shape)."""

    shape: Value = value("Shape", "1")
    scale: Value = value("Scale", "yr")


class Exports(Record):
    """Cars that leave a market for another place."""

    to: str = Field(description="Place where they drive on.")
    share: Any = Field(description="Share of the cars that leave the road here which is exported [1].")
    survival: Any = Field(description="As of a market.")


class Market(Record):
    """Where cars are sold and driven; its name is a place of the library."""

    survival: Any = Field(
        description="Name of a survival curve of the library; as extensions a path by age, or {shape, scale}."
    )
    driving: Any = Field(description="Distance by age of the car [km/yr].")
    exports: Exports | None = text("What leaves for another place.")
    stock: Value = value("Cars kept for those who come unplanned, in days of planned sales", "yr")


class Overhead(Record):
    """What a year needs whatever is sold; every other key is a product with its amount per year."""

    model_config = ConfigDict(extra="allow", defer_build=True)
    at: str = Field(description="A site.")
    stage: str = Field(description="Its name among the overheads.")


class FollowStock(Record):
    """Sales that follow a stock on the road."""

    follow: Literal["stock"] = Field(description="What sales follow.")
    stock: Any = Field(description="Cars on the road [veh].")
