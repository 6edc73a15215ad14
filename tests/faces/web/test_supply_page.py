"""The page of the supply chain without a browser: the map's figures are the chain's, disruptions are switched, links restore."""

import re

import pytest

import simulator as sim
from simulator.planning.supply import chain
from tests.faces.web.test_frame import go
from tests.faces.web.test_page import HOSTILE, ROOT, address, app, charts
from tests.reading.texts import SMALL

__all__ = ["app"]
DISRUPTED = "smart/disrupted"


def opened(app, **more):
    page = go(app(), "supply")
    page.query_params = {"scenario": DISRUPTED, **more}
    page.run()
    assert not page.exception
    return page


def test_the_tables_hold_the_chain_of_the_year(app):
    page = opened(app, when="2030", size="emissions", view="location")
    found = chain(sim.load(ROOT / "scenarios" / f"{DISRUPTED}.yaml"), 2030, "location")
    table = next(one.value for one in page.dataframe if "mass [t]" in one.value)
    assert table["up to the gate [t CO2e]"].sum() == pytest.approx(sum(plant.co2e for plant in found.plants) / 1000)
    assert "emissions" in charts(page)[0].alt
    assert address(page)["when"] == "2030"


def test_disruptions_are_switched_off_and_the_link_says_so(app):
    page = opened(app)
    pills = page.button_group(key="off")
    assert set(pills.value) == set(sim.load(ROOT / "scenarios" / f"{DISRUPTED}.yaml").disruptions)
    pills.set_value([name for name in pills.value if name != "plant failures"]).run()
    assert not page.exception
    assert address(page)["off"] == "plant failures"
    other = opened(app, off="plant failures|no such thing")
    assert "plant failures" not in other.button_group(key="off").value
    assert address(other)["off"] == "plant failures"


def test_a_scenario_without_disruptions_says_so_and_offers_no_price(app, tmp_path):
    own = tmp_path / "own.yaml"
    named = SMALL.replace("disruptions:\n  closed: {closes: Suez, from: 2026-01, for: 18 months}\n", "")
    hostile = f"  maker: {{in: CN-JS, title: '{HOSTILE}'}}"
    own.write_text(named.replace("  maker: {in: CN-JS}", hostile), encoding="utf-8")
    page = go(app(scenario=own), "supply")
    assert not page.exception
    assert any("names no disruptions" in one.value for one in page.caption)
    assert not [one for one in page.button if one.key == "button delay"]
    assert HOSTILE in page.dataframe[0].value["site"].tolist()
    for text in (one.value for one in (*page.title, *page.markdown, *page.caption)):
        for sign in ("![", "](", "<script", ":red["):
            assert sign not in re.sub(r"\\.", "", text), text


@pytest.mark.parametrize(("language", "head"), [("de", "Wie die Kette läuft"), ("zh", "供应链运行")])
def test_the_page_speaks_other_languages(app, language, head):
    assert head in [one.value for one in opened(app, lang=language).header]
