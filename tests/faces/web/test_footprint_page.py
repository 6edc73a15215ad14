"""The page of one car without a browser: its figures are the footprint's own, and follow levers, choices and links."""

import json
import re

import pytest

import simulator as sim
from simulator.charts.look import Measure
from simulator.faces.web.wording import plain
from simulator.planning import car_hotspots
from simulator.planning.car_tiles import car_tiles
from simulator.planning.explore import changes
from simulator.planning.hotspots import hotspots
from simulator.planning.links import packed
from tests import shipped
from tests.faces.web.test_frame import go
from tests.faces.web.test_page import HOSTILE, PLAN, address, app, charts, drawn, figures, filed, rows_of
from tests.reading.texts import SMALL

__all__ = ["app", "filed"]
CAR = {"car": "smart 1 NMC", "market": "DE", "sale": "2030"}


def asked(scenario, view="market", **more):
    named = {"vehicle": CAR["car"], "market": CAR["market"], "year": int(CAR["sale"])}
    return sim.footprint(scenario, **{**named, **more}, view=view)


def opened(app, **more):
    page = go(app(), "footprint")
    page.query_params = {"scenario": PLAN, **CAR, **more}
    page.run()
    assert not page.exception
    return page


def shown(of, was, per="vehicle"):
    return {tile.label: tile.value for tile in car_tiles(of, was, per)}


def test_the_page_opens_with_the_best_selling_car_of_the_base_year(app, filed):
    page = go(app(), "footprint")
    assert not page.exception
    assert not page.error
    choice = {name: page.selectbox(key=name).value for name in ("car", "market", "sale")}
    found = sim.footprint(
        filed.filed.scenario, vehicle=choice["car"], market=choice["market"], year=int(choice["sale"])
    )
    assert figures(page) == shown(found, found)
    assert set(address(page)) == {"scenario"}


def test_a_link_restores_the_car_and_a_lever_moves_its_footprint(app, filed):
    mark = drawn(filed)
    page = opened(app, s=packed({mark.key: mark.low}), view="location", per="km")
    scenario = shipped.smart()
    moved = sim.vary(scenario, changes(scenario, {mark.key: mark.low}))
    was, now = asked(scenario, "location"), asked(moved, "location")
    assert now.total != was.total
    assert figures(page) == shown(now, was, "km")
    bars = charts(page)[0]
    layer = json.loads(bars.spec)["layer"][0]
    values = {}
    for row in rows_of(bars, layer):
        values[row["bar"]] = values.get(row["bar"], 0.0) + row["value"]
    km = 1e-3 * now.lifetime_km
    assert values == pytest.approx(
        {
            "location view": now.total / km,
            "market view": asked(moved).total / km,
            "as in the file, location": was.total / km,
        }
    )
    assert {key: address(page)[key] for key in CAR} == CAR


def test_levers_that_reach_a_hotspot_are_named_and_tell_their_cut_when_tried(app, filed):
    page = opened(app)
    table = next(one.value for one in page.dataframe if "how" in one.value)
    found = hotspots(filed.filed.scenario, vehicle=CAR["car"], market=CAR["market"], year=int(CAR["sale"]))
    reaching = car_hotspots.reaching(found, car_hotspots.reaches(found), "supplier", 0)
    assert table["lever"].tolist() == [lever.title for lever, _ in reaching]
    page.button(key="button try levers").click().run()
    assert not page.exception
    tried = next(one.value for one in page.dataframe if "off it [kg CO2e per vehicle]" in one.value)
    assert (tried["off it [kg CO2e per vehicle]"] > 0).all()
    page.selectbox(key="spot").set_value(page.selectbox(key="spot").options[1]).run()
    assert not page.exception
    again = next(one.value for one in page.dataframe if "off it [kg CO2e per vehicle]" in one.value)
    assert not again.equals(tried)


def test_the_chain_is_opened_from_any_of_its_links(app, filed):
    page = opened(app, per="km")
    assert any("opened down to 1 %" in one.value for one in page.markdown)
    found = hotspots(filed.filed.scenario, vehicle=CAR["car"], market=CAR["market"], year=int(CAR["sale"]))
    link = next(
        link
        for link in car_hotspots.links(found, Measure("kg", "kg", 1.0))
        if link.endswith("@ CN-SN") and "pack" in link
    )
    page.selectbox(key="link").set_value(link).run()
    assert not page.exception
    assert any(plain(link).lstrip("\\") in one.value and "g CO2e per km" in one.value for one in page.markdown)
    assert address(page)["link"] == link


def test_another_year_stands_beside_and_their_difference_adds_up(app, filed):
    page = opened(app, sale2="2045")
    table = next(one.value for one in page.dataframe if "B − A [t]" in one.value)
    scenario = filed.filed.scenario
    one, other = asked(scenario).total / 1000, asked(scenario, year=2045).total / 1000
    assert table.iloc[-1][["A [t]", "B [t]", "B − A [t]"]].tolist() == pytest.approx([one, other, other - one])
    page = opened(app, sale2=CAR["sale"])
    assert not [one for one in page.dataframe if "B − A [t]" in one.value]


@pytest.mark.parametrize(("language", "label"), [("de", "Je Fahrzeug [t]"), ("zh", "每辆车 [t]")])
def test_the_page_speaks_other_languages(app, language, label):
    assert label in figures(opened(app, lang=language))


def test_hostile_names_of_cars_are_shown_as_they_are_written(app, tmp_path):
    own = tmp_path / "own.yaml"
    titled = SMALL.replace("  car A:\n", f"  car A:\n    title: '{HOSTILE}'\n").replace(
        "  maker: {in: CN-JS}", f"  maker: {{in: CN-JS, title: '{HOSTILE}'}}"
    )
    own.write_text(titled, encoding="utf-8")
    page = go(app(scenario=own), "footprint")
    assert not page.exception
    assert HOSTILE in page.selectbox(key="car").options
    for text in (one.value for one in (*page.title, *page.markdown, *page.caption)):
        for sign in ("![", "](", "<script", ":red["):
            assert sign not in re.sub(r"\\.", "", text), text
