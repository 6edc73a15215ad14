"""Records of what people decide, and of what may go wrong."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.reading.shape.values import Amounts, Closed, Date, Names, Record, Value, text, value

Book = Literal["product", "inventory", "flow"]


class Lever(Record):
    """A choice of the company: a shift in a mix (`mix`, `to`, `from`) or an improvement (`input`, `of`, `becomes`)."""

    mix: Names | None = text("Mix or mixes, as `steel @ CN`.")
    to: str | None = text("Activity that gains share.")
    from_: Names | None = text("Activities that give it; all that no lever aims at unless said.", "from")
    custody: Literal["physical", "mass balance", "book and claim"] | None = text(
        "Chain of custody of what it moves; as the activity says unless said."
    )
    input: str | None = text("Product whose use is improved.")
    of: Names | None = text("Users: vehicles or activities.")
    becomes: Amounts | None = text("What delivers one unit of the old input.")
    share: Value = value("What the mix holds of `to` from the first year named; how much is rolled out", "1")
    at_most: Value = value("Highest share", "1", "at most")
    earliest: Date | None = text("First year it can act.")
    ramp: Value = value("Most the share can rise in a year", "1/yr")
    lead_time: Value = value("Decision to effect", "yr", "lead time")
    once: Value = value("Paid when first used", "EUR")
    at_least: Value = value("Least share once it is used", "1", "at least")
    not_with: Names | None = text("Levers that can't be used beside it.", "not with")
    group: str | None = text("Extension: levers shown together.")


class _Policy(Record):
    in_: str = Field(alias="in", description="Place where it holds.")


class CarbonPrice(_Policy):
    """A price on covered direct emissions."""

    kind: Literal["carbon price"]
    price: Any = Field(description="Price [EUR/kg CO2e], as `74 EUR/t`.")
    covers: Names | None = text("Products whose activities are covered; as the library marks them unless said.")
    pass_through: Value = value("Share that reaches prices", "1", "pass through")
    free: Value = value("Share that is not paid for", "1")
    from_: Date | None = text("Date from which it holds.", "from")
    until: Date | None = text("Date from which it holds no more.")


class BorderAdjustment(_Policy):
    """A charge on covered goods that cross into the place."""

    kind: Literal["border adjustment"]
    charges: str = Field(description="A carbon price.")
    phase_in: Value = value("Share payable; the library's law unless said", "1", "phase in")
    covers: Names | None = text("Products; as the library marks them unless said.")
    from_: Date | None = text("Date from which it holds.", "from")
    until: Date | None = text("Date from which it holds no more.")


class GridPathway(_Policy):
    """Which pathway the grids inside follow."""

    kind: Literal["grid pathway"]
    pathway: str = Field(description="A pathway of the library.")


class RecycledContent(_Policy):
    """A minimum of recycled content."""

    kind: Literal["recycled content"]
    product: str = Field(description="The product.")
    at_least: Any = Field(alias="at least", description="Least share [1].")
    penalty: Value = value("Paid per unit missing", "EUR/kg")
    from_: Date | None = text("Date from which it holds.", "from")
    until: Date | None = text("Date from which it holds no more.")


class FootprintLimit(_Policy):
    """A limit on the footprint of a product in cars sold inside."""

    kind: Literal["footprint limit"]
    product: str = Field(description="The product.")
    at_most: Any = Field(alias="at most", description="Highest footprint [kg CO2e per unit].")
    penalty: Value = value("Paid per kg CO2e of excess", "EUR/kg")
    from_: Date | None = text("Date from which it holds.", "from")
    until: Date | None = text("Date from which it holds no more.")


class FleetStandard(_Policy):
    """A limit on direct emissions when driving."""

    kind: Literal["fleet standard"]
    at_most: Any = Field(alias="at most", description="Highest mean of cars sold [kg CO2/km].")
    penalty: Value = value("Paid per kg/km of excess, for each car sold", "EUR·km/kg")
    from_: Date | None = text("Date from which it holds.", "from")
    until: Date | None = text("Date from which it holds no more.")


class Ban(_Policy):
    """No making (or buying) of something from a date on."""

    kind: Literal["ban"]
    product: str | None = text("The product.")
    activity: str | None = text("The activity.")
    from_: Date = Field(alias="from", description="Date from which it holds.")
    until: Date | None = text("Date from which it holds no more.")
    on: Literal["making", "buying"] | None = text("What is banned.")


class Levy(_Policy):
    """A tax or subsidy per unit."""

    kind: Literal["tax", "subsidy"]
    product: str | None = text("The product.")
    activity: str | None = text("The activity.")
    from_: Date | None = text("Date from which it holds.", "from")
    until: Date | None = text("Date from which it holds no more.")
    amount: Any = Field(description="Tax or subsidy, both positive [EUR per unit].")
    on: Literal["making", "buying"] | None = text("What is charged.")


class _Target(Record):
    book: Book = Field(description="Book it is measured in.")
    view: Literal["market", "location"] | None = text(
        "View it is measured in; the headline unless said; the other is printed."
    )
    per: Literal["total", "vehicle", "km"] | None = text("Measured in total, per car sold or per km driven.")
    against: int | None = text("Base year; the scenario's unless said.")


class NetZero(_Target):
    """Nothing is left but a residual that is removed."""

    kind: Literal["net zero"]
    by: int = Field(description="Year.")
    residual: Value = value("Highest residual of the base year", "1")
    at_most: Value = value("Highest residual in tonnes a year, which the flow book needs", "kg/yr", "at most")


class Reduction(_Target):
    """A cut against the base year."""

    kind: Literal["reduction"]
    cut: Any = Field(description="Cut [1].")
    by: int = Field(description="Year.")


class Budget(_Target):
    """A cumulative budget."""

    kind: Literal["budget"]
    at_most: Any = Field(alias="at most", description="Highest sum [kg].")
    from_: int = Field(alias="from", description="First year counted.")
    to: int = Field(description="Last year counted.")


class Intensity(_Target):
    """A limit per car or km."""

    kind: Literal["intensity"]
    at_most: Any = Field(alias="at most", description="Highest intensity [kg/veh or kg/km].")
    by: int = Field(description="Year.")


class Contraction(_Target):
    """A linear cut each year against the base year."""

    kind: Literal["contraction"]
    a_year: Any = Field(alias="a year", description="Part of the base year cut each year [1/yr].")
    by: int | None = Field(default=None, description="Last year it is held to; the end of sales unless said.")


class Disruption(Record):
    """What may go wrong: stops a site or activity, closes a passage or route, or delays levers."""

    stops: str | None = text("A site or activity.")
    closes: str | None = text("A passage or route.")
    delays: Names | None = text("A lever or several.")
    by: Value = value("How long levers are delayed", "yr")
    from_: Date | None = text("Fixed beginning.", "from")
    every: Value = value("Time between, by chance", "yr")
    for_: Value = value("How long it lasts", "yr", "for")
    fall_back: str | None = text("Activity, or route for what closes, that steps in.", "fall back")


class Events(Record):
    """How the event engine plays chance that belongs to nobody."""

    cars: Literal["cohorts", "single"] | None = text(
        "Whether the cars of a month live by expectation, or each has a drawn life of its own."
    )
    orders_vary: Value = value("Coefficient of variation of a month's orders in a market", "1", "orders vary")


class Optimize(Closed):
    """What the optimiser is asked."""

    objective: Literal["company", "system"] | None = text("Whose cost.")
    meet: Names | None = text("Targets that must be met.")
    minimize: Literal["cost", "emissions"] | None = text("What is made small.")
    spend_at_most: Value = value("Highest spending", "EUR/yr", "spend at most")
    note: str | None = text("A remark.")
    source: str | None = text("Who says so.")
