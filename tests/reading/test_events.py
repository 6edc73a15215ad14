"""What the event engine reads: opening, lots, routes that stand by, outages that fit the rest, chance."""

import jsonschema
import pytest

from simulator.errors import ScenarioError
from simulator.network import Events
from simulator.reading import load, resolved, schema, vary
from tests.reading.texts import SMALL

AIR = {"from": "plant", "to": ["CN", "DE"], "expedites": "14 days", "legs": [{"by": "air", "distance": "9000 km"}]}
FERRY = {"from": "plant", "to": "DE", "legs": [{"by": "container ship", "distance": "9000 km"}]}


def best(figure):
    return figure.points[0].best


def only(error):
    (fault,) = error.value.faults
    return fault


def test_a_site_opens_and_works_in_lots(small):
    it = vary(
        small,
        {
            "sites.plant": {"lead time": "73 days", "lot": "30 veh", "opens": "2024-07", "capacity": "9000 veh/yr"},
            "sites.plant.ramp up": {"best": "6 months", "low": "0 months", "high": "1 year", "spread": "triangular"},
        },
    ).sites["plant"]
    assert (best(it.lead_time), best(it.lot), it.opens, best(it.ramp_up)) == (0.2, 30, 2024.5, 0.5)
    assert (it.lead_time.unit, it.lot.unit, it.ramp_up.unit) == ("yr", "veh", "yr")
    plain = small.sites["plant"]
    assert [plain.lead_time, plain.lot, plain.opens, plain.ramp_up] == [None] * 4


def test_an_activity_opens_and_works_in_lots(small):
    it = vary(small, {"activities.cells": {"lot": "2 MWh", "opens": 2025, "capacity": "1 GWh/yr", "ramp up": "1 year"}})
    cells = it.activities["cells"]
    assert (best(cells.lot), cells.lot.unit, cells.opens, best(cells.ramp_up)) == (2000, "kWh", 2025, 1)
    assert [small.activities["cells"].lot, small.activities["cells"].opens] == [None, None]


def test_chance_is_off_unless_said(small):
    assert small.events == Events("cohorts", None)


def test_chance_merges_key_by_key(read):
    it = read("language: 1\nextends: base.yaml\nevents: {cars: single}\n",
              base__yaml=SMALL + "events: {orders vary: 15 %}\n")  # fmt: skip
    assert (it.events.cars, best(it.events.orders_vary)) == ("single", 0.15)


@pytest.mark.parametrize("text", [SMALL, SMALL + "events: {cars: single}\n"])
def test_chance_is_set_from_the_command_line(read, text):
    it = read(text, ("events.orders vary=20 %",))
    assert best(it.events.orders_vary) == 0.2
    assert it.events.cars == ("single" if "single" in text else "cohorts")


def test_the_command_line_knows_every_single_section(read):
    it = read(SMALL.partition("optimize: {")[0], ("optimize.minimize=cost",))
    assert it.optimize.minimize == "cost"
    with pytest.raises(ScenarioError, match="E-SET-001"):
        read(SMALL, ("events.order varies=20 %",))


def test_chance_that_does_not_change_keeps_its_noun(small):
    it = vary(small, {"events": {"cars": "single", "orders vary": "10 %"}})
    assert vary(it, {"levers.scrap.share": {2025: 0.2}}).events is it.events
    assert vary(it, {"events.cars": "cohorts"}).events.cars == "cohorts"


def test_what_the_event_engine_reads_is_written_and_read_again(small, tmp_path):
    it = vary(
        small,
        {"events": {"cars": "single", "orders vary": "10 %"}, "routes.plane": AIR, "sites.maker.opens": "2023-02"},
    )
    (tmp_path / "again.yaml").write_text(resolved(it), encoding="utf-8")
    again = load(tmp_path / "again.yaml")
    assert (again.events.cars, best(again.events.orders_vary)) == ("single", 0.1)
    assert again.sites["maker"].opens == it.sites["maker"].opens
    assert best(again.routes["plane"].expedites) == pytest.approx(14 / 365)


@pytest.mark.parametrize(("key", "fine"), [("cars", "single"), ("carts", "single"), ("cars", "double")])
def test_the_schema_knows_chance(key, fine):
    valid = jsonschema.Draft202012Validator(schema()).is_valid(
        {"language": 1, "events": {key: fine, "orders vary": "5 %"}}
    )
    assert valid == ((key, fine) == ("cars", "single"))


# ---- routes that stand by -------------------------------------------------------------------------------------------


def test_the_one_route_in_the_mix_keeps_all_of_it(small):
    it = vary(small, {"routes.plane": AIR})
    shares = {mix.product: list(mix.shares) for mix in it.mixes if mix.product.startswith("delivery")}
    assert shares["delivery from plant to CN"] == ["road"]
    assert shares["delivery from plant to DE"] == ["ship"]


def test_several_other_routes_still_need_a_mix(small):
    with pytest.raises(ScenarioError, match="`ship`, `ferry` can all supply") as error:
        vary(small, {"routes.plane": AIR, "routes.ferry": FERRY})
    assert only(error).code == "E-MIX-004"


@pytest.mark.parametrize("key", ["to", "from"])
def test_a_lever_moves_no_route_that_stands_by(small, key):
    lever = {"mix": "delivery from plant to DE", "to": "ferry", "from": "ship", key: "plane"}
    both = {
        "mixes.delivery from plant to DE": {"ship": "rest", "ferry": "10 %"},
        "routes.ferry": FERRY,
        "routes.plane": AIR,
    }
    with pytest.raises(ScenarioError, match="`plane` stands by") as error:
        vary(small, both | {"levers.more": lever})
    assert (only(error).code, only(error).path) == ("E-ROUTE-002", f"levers.more.{key}")


def test_a_route_that_comes_to_stand_by_leaves_its_mix(small):
    it = vary(small, {"routes.plane": AIR | {"expedites": "3 days"}})
    with pytest.raises(ScenarioError, match="stands by for no route from `plant` to `CN`"):
        vary(it, {"routes.road.expedites": "2 days"})
    both = {"mixes.delivery from plant to DE": {"ship": "rest", "ferry": "10 %"}, "routes.ferry": FERRY}
    with pytest.raises(ScenarioError, match="`ferry` stands by"):
        vary(vary(small, both), {"routes.ferry.expedites": "2 days"})


# ---- outages that fit the rest --------------------------------------------------------------------------------------


def test_how_long_an_outage_lasts_may_be_next_to_nothing(small):
    spread = {"best": "3 days", "low": "0 days", "high": "9 days", "spread": "triangular"}
    it = vary(small, {"disruptions.it": {"stops": "cells", "every": "300 days", "for": spread}})
    assert it.disruptions["it"].lasts.points[0].spread.parameters["low"] == 0
    with pytest.raises(ScenarioError, match="`0 days` is not above 0"):
        vary(small, {"disruptions.it": {"stops": "cells", "every": "300 days", "for": spread | {"best": "0 days"}}})


def test_two_outages_of_one_thing_are_fine(small):
    it = vary(small, {f"disruptions.{n}": {"stops": "cells", "every": "300 days", "for": "2 days"} for n in "ab"})
    assert it.findings == ()


def test_what_can_stop_is_suggested(small):
    with pytest.raises(ScenarioError) as error:
        vary(small, {"disruptions.it": {"stops": "LFP cell/generic", "from": 2026, "for": "2 days"}})
    assert only(error).code == "E-STOP-001"
    assert only(error).expected == "a site, or an activity with one: `cells`, `plant`, `maker`"


def test_what_can_close_is_suggested(small):
    with pytest.raises(ScenarioError) as error:
        vary(small, {"disruptions.closed.closes": "Panama"})
    assert only(error).expected == "a route, or a passage on one: `Suez`"


@pytest.mark.parametrize(
    ("key", "what", "instead"),
    [
        ("closes", "Suez", "ferry"),
        ("closes", "ship", "ferry"),
        ("closes", "road", "plane"),
        ("stops", "cells", "LFP cell/generic"),
        ("stops", "maker", "LFP cell/generic"),
    ],
)
def test_who_can_step_in(small, key, what, instead):
    both = {"mixes.delivery from plant to DE": {"ship": "100 %"}, "routes.ferry": FERRY, "routes.plane": AIR}
    it = vary(small, both | {"disruptions.it": {key: what, "from": 2026, "for": "1 month", "fall back": instead}})
    assert it.disruptions["it"].fall_back == instead


def test_what_changes_elsewhere_is_held_against_an_old_outage(small):
    it = vary(
        small, {"disruptions.it": {"stops": "cells", "from": 2026, "for": "1 month", "fall back": "LFP cell/generic"}}
    )
    with pytest.raises(ScenarioError, match="E-STOP-001"):
        vary(it, {"activities.cells.at": "$remove"})
    with pytest.raises(ScenarioError, match="E-STOP-002"):
        vary(it, {"routes.ship.legs": [{"by": "car carrier", "distance": "9000 km"}]})


def test_a_delay_of_a_lever_that_does_nothing_is_a_finding(small):
    late = {"disruptions.late": {"delays": "scrap", "by": "1 year"}}
    assert vary(small, late).findings == ()
    idle = vary(small, late | {"levers.scrap.share": "$remove"})
    assert idle.findings == ("disruption late: the lever scrap has no share, so nothing is late",)
    assert vary(idle, {"levers.green steel.share.2028": "6 %"}).findings == idle.findings
    assert vary(idle, {"levers.scrap.share": {2025: 0.2}}).findings == ()


def test_an_outage_where_nothing_is_made_is_a_finding(small):
    idle = {"sites.hall": {"in": "DE"}, "disruptions.it": {"stops": "hall", "every": "1 year", "for": "2 days"}}
    assert vary(small, idle).findings == ("disruption it: nothing is made at hall, so nothing stops",)
    assert vary(small, idle | {"disruptions.it.stops": "plant"}).findings == ()
