"""Pictures of draws, by their content: fan, chances, tornado."""

import numpy as np
import pytest

from simulator.charts import screen, svg
from simulator.charts.chance import chance
from simulator.charts.fan import fan
from simulator.charts.tornado import tornado
from simulator.words import LANGUAGES, Words


def table(**columns):
    return {name: np.array(values, dtype=None if isinstance(values[0], int | float) else object)
            for name, values in columns.items()}  # fmt: skip


def bands(removed=(0.0, 0.0, 4e9)):
    gross = np.array([10e9, 8e9, 4e9])
    spread = {5: 0.9, 25: 0.95, 50: 1.01, 75: 1.05, 95: 1.1}
    made = table(book=["inventory"] * 3, view=["market"] * 3, year=[2025, 2035, 2045])
    made |= {"gross": gross, "net": gross - np.array(removed), "removed": np.array(removed)}
    for percent, part in spread.items():
        made |= {
            f"gross_p{percent}": gross * part,
            f"net_p{percent}": (gross - np.array(removed)) * part,
            f"removed_p{percent}": np.array(removed),
        }
    return made


def areas(spec):
    return {
        (row["of"], row["year"], number): (row["low"], row["high"])
        for number, layer in enumerate(spec["layer"][:2])
        for row in layer["data"]["values"]
    }


def test_the_fan_holds_both_bands_the_middle_and_best_values():
    spec = fan(bands(), 500)
    found = areas(spec)
    assert found["gross", 2025, 0] == pytest.approx((9.0, 11.0))
    assert found["gross", 2025, 1] == pytest.approx((9.5, 10.5))
    lines = {(row["line"], row["year"]): row["value"] for row in spec["layer"][-1]["data"]["values"]}
    assert lines["gross, middle of the draws", 2035] == pytest.approx(8.08)
    assert lines["gross, best values", 2035] == pytest.approx(8.0)
    assert "[Mt CO2e per year]: inventory book, market view" in spec["title"]["text"]
    assert "2045: gross 3.60 to 4.40 Mt in 90 % of 500 draws, middle 4.04; 4.00 at best values" in spec["description"]
    assert "<svg" in svg(spec)


def test_net_is_drawn_from_where_it_leaves_gross():
    assert {year for of, year, _ in areas(fan(bands(), 10)) if of == "net"} == {2035, 2045}
    assert {of for of, *_ in areas(fan(bands((0.0, 0.0, 0.0)), 10))} == {"gross"}


def test_the_event_engine_and_targets_stand_in_the_same_picture():
    played = table(
        year=[2025, 2035, 2045], gross=[11e9, 9e9, 5e9], gross_p5=[10e9, 8e9, 4e9], gross_p95=[12e9, 10e9, 6e9]
    )
    targets = table(name=["goal"] * 3, year=[2015, 2025, 2045], co2e=[1e9, 10e9, 1e9])
    spec = fan(bands(), 10, targets, played)
    assert areas(spec)["gross, played by the event engine", 2045, 0] == pytest.approx((4.0, 6.0))
    lines = {(row["line"], row["year"]): row["value"] for row in spec["layer"][-1]["data"]["values"]}
    assert lines["gross, played by the event engine", 2045] == pytest.approx(5.0)
    assert ("target", 2015) not in lines
    assert lines["target", 2045] == pytest.approx(1.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_speak_every_language_and_stand_on_a_dark_page(language):
    words = Words(language)
    spec = fan(bands(), 1000, words=words)
    assert words.term("gross, best values") in {row["line"] for row in spec["layer"][-1]["data"]["values"]}
    assert words.figure("1,000") in spec["description"]
    assert "<svg" in svg(screen(spec, dark=True, words=words) | {"title": spec["title"]})


def test_chances_are_per_cent_with_their_interval():
    rows = table(name=["goal", "goal", "zero"], year=[2030, 2031, 2030], probability=[0.5, 1.0, 0.0],
                 probability_low=[0.4, 0.97, 0.0], probability_high=[0.6, 1.0, 0.03])  # fmt: skip
    spec = chance(rows, "what")
    assert spec["data"]["values"][0] == {"promise": "goal", "year": 2030, "likely": 50.0, "low": 40.0, "high": 60.0}
    assert spec["layer"][1]["encoding"]["color"]["scale"]["domain"] == ["goal", "zero"]
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 100]
    assert "goal" in svg(spec)


def test_bars_of_the_tornado_begin_at_best_values_and_keep_their_order():
    swings = table(name=["steel", "power"], gross_low=[9e9, 9.8e9], gross_high=[12e9, 10.1e9])
    spec = tornado(swings, 10e9, 2030, "inventory", "market")
    rows = spec["data"]["values"]
    assert [(row["name"], row["value"]) for row in rows] == [
        ("steel", 9.0),
        ("steel", 12.0),
        ("power", 9.8),
        ("power", 10.1),
    ]
    assert {row["best"] for row in rows} == {10.0}
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["steel", "power"]
    assert "2030 most [Mt CO2e]: inventory book, market view" in spec["title"]["text"]
    assert screen(spec, dark=False)["height"] == 48
    assert "steel" in svg(spec)
