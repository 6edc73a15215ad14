"""The page without a browser: every figure is the engine's own, sessions are apart, and nothing hostile runs."""

import functools
import json
import random
import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import simulator as sim
from simulator.ledger import gross, removed
from simulator.planning.explore import changes
from simulator.planning.links import packed, unpacked
from simulator.planning.tiles import tiles
from simulator.words import Words
from tests import shipped
from tests.reading.texts import SMALL

ROOT = Path(__file__).parents[3]
PLAN = "smart/net-zero-2045"
PATIENCE = 120.0
SCENARIO = ROOT / "scenarios" / "smart" / "net-zero-2045.yaml"


@pytest.fixture
def app(monkeypatch):
    """The app as a session of its own; a scenario may be named as on the command line."""

    def start(query=None, scenario=None):
        monkeypatch.setattr("sys.argv", ["app.py", *(["--scenario", str(scenario)] if scenario else [])])
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        for key, value in (query or {}).items():
            page.query_params[key] = value
        return page.run()

    return start


@pytest.fixture(scope="module")
def filed():
    return shipped.shown()


def figures(page):
    return {metric.label: metric.value for metric in page.metric}


@functools.cache
def loaded():
    """The scenario as a program gets it."""
    return shipped.smart()


def headless(filed, settings):
    scenario = loaded()
    ledger = (
        sim.project(sim.vary(scenario, changes(filed.filed.scenario, settings))) if settings else sim.project(scenario)
    )
    return ledger, {one.label: one.value for one in tiles(ledger, filed.filed.ledger, "inventory", "market")}


def until(page, holds):
    end = time.monotonic() + PATIENCE
    while not holds(page):
        assert not page.exception
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)
        page.run()
    return page


def address(page):
    return {key: value[0] if isinstance(value, list) else value for key, value in page.query_params.items()}


def charts(page):
    return [one.proto for one in page.main if one.type == "vega_lite_chart"]


def test_the_page_opens_with_the_shipped_plan(app, filed):
    page = app()
    assert not page.exception
    assert not page.error
    assert page.title[0].value == shipped.smart().title
    assert figures(page) == headless(filed, {})[1]


def test_a_lever_moves_the_figures_to_those_of_vary_and_project(app, filed):
    page = app()
    mark = drawn(filed)
    page.slider(key=mark.key).set_value(mark.low).run()
    _, said = headless(filed, {mark.key: mark.low})
    assert figures(page) == said != headless(filed, {})[1]
    assert unpacked(address(page)["s"]) == {mark.key: mark.low}


def test_any_settings_in_a_link_give_the_headless_figures_to_the_last_digit(app, filed):
    page = app()
    page.session_state["table pathway"] = True
    page.run()
    for seed in range(20):
        settings = chosen(filed.handles, random.Random(seed))
        page.query_params = {"s": packed(settings), "scenario": PLAN, "book": "flow", "view": "location"}
        page.run()
        ledger, _ = headless(filed, settings)
        assert not page.exception
        rows = next(one.value for one in page.dataframe if "gross [t CO2e]" in one.value)
        assert rows["gross [t CO2e]"].tolist() == (gross(ledger, "flow", "location") / 1000).tolist()
        assert rows["removed [t CO2e]"].tolist() == (removed(ledger) / 1000).tolist()
        assert unpacked(address(page)["s"]) == settings


def chosen(handles, luck):
    """A few handles somewhere; of levers on one mix at most one, so that a file could say the same."""
    levers = [one for one in handles.levers if one.lever.group != "Removals"]
    marks = {one.lever.name: luck.choice(one.marks) for one in luck.sample(levers, 5) if one.marks}
    settings = {
        mark.key: luck.randint(mark.low, mark.default - 1) for mark in marks.values() if mark.low < mark.default
    }
    price = luck.choice(handles.prices).mark
    return {
        **settings,
        price.key: luck.randint(0, price.high),
        handles.grids[0].key: luck.choice(
            [name for name in handles.grids[0].options if name != handles.grids[0].default]
        ),
    }


def test_the_layers_of_the_picture_add_up_to_gross(app, filed):
    ledger, _ = headless(filed, {})
    for part in ("stage", "scope", "market"):
        page = app({"by": part, "book": "product"})
        layer = json.loads(charts(page)[0].spec)["layer"][0]
        rows = [row for row in rows_of(charts(page)[0], layer) if row["year"] == 2030]
        assert len({row[part] for row in rows}) == len(rows) > 1
        unit = {"kt": 1e6, "Mt": 1e9, "t": 1e3}[layer["encoding"]["y"]["title"].split()[0]]
        at = 2030 - ledger.header.periods[0]
        assert sum(row["value"] for row in rows) == pytest.approx(
            gross(ledger, "product", "market")[at] / unit, rel=1e-9
        )


def rows_of(proto, layer):
    """Rows of a layer, where Streamlit has put them."""
    data = layer["data"]
    if "values" in data:
        return data["values"]
    import io

    import pyarrow as pa

    held = next(one for one in proto.datasets if one.name == data["name"])
    return pa.ipc.open_stream(io.BytesIO(held.data.data)).read_all().to_pylist()


def test_a_moved_lever_hands_on_rows_and_leaves_the_picture(app, filed):
    mark = drawn(filed)
    page = app()
    seen = [charts(page.slider(key=mark.key).set_value(mark.low + step).run())[0] for step in range(2)]
    assert seen[0].spec == seen[1].spec
    assert seen[0].alt == seen[1].alt
    assert [one.name for one in seen[0].datasets] == [one.name for one in seen[1].datasets]
    assert [one.data.data for one in seen[0].datasets] != [one.data.data for one in seen[1].datasets]


def test_every_picture_says_itself_in_words(app):
    for chart in charts(app()):
        assert "CO2e" in chart.alt
        assert "book" in chart.alt


def test_sessions_do_not_see_each_other(app, filed):
    mark = drawn(filed)
    one, other = app(), app()
    one.slider(key=mark.key).set_value(mark.low).run()
    assert figures(other.run()) == headless(filed, {})[1] != figures(one)


def drawn(filed):
    """A handle of the open group that has room below."""
    first = next(iter(filed.panel.groups.values()))
    return next(mark for one in first for mark in one.marks if mark.default - mark.low > 5)


def test_steps_are_undone_and_done_again(app, filed):
    mark = drawn(filed)
    page, seen = app(), []
    assert page.button(key="button undo").disabled
    for value in (mark.low, mark.low + 2):
        page.slider(key=mark.key).set_value(value).run()
        seen.append(figures(page))
    page.button(key="button undo").click().run()
    assert (figures(page), page.slider(key=mark.key).value) == (seen[0], mark.low)
    page.button(key="button undo").click().run()
    assert figures(page) == headless(filed, {})[1]
    page.button(key="button redo").click().run()
    page.button(key="button redo").click().run()
    assert (figures(page), page.slider(key=mark.key).value) == (seen[1], mark.low + 2)
    assert page.button(key="button redo").disabled


def test_undoing_leads_back_to_the_scenario_before(app, filed):
    mark = drawn(filed)
    page = app()
    page.slider(key=mark.key).set_value(mark.low).run()
    moved = figures(page)
    page.selectbox(key="scenario").set_value("smart/frozen").run()
    page.button(key="button undo").click().run()
    assert page.selectbox(key="scenario").value == PLAN
    assert figures(page) == moved


def test_what_is_kept_as_a_stands_beside_b_here_and_behind_the_link(app, filed):
    mark = drawn(filed)
    page = app()
    page.button(key="button keep").click().run()
    page.slider(key=mark.key).set_value(mark.low).run()
    table = compared(page)
    first, second = headless(filed, {})[1], figures(page)
    end = filed.filed.ledger.header.sales_end
    row = table[table[""] == f"net {end} [Mt CO2e]"].iloc[0]
    assert [row["A"], row["B"]] == [figures_at[f"Net {end} [Mt]"].rstrip("†") for figures_at in (first, second)]
    other = app(address(page))
    assert compared(other).equals(table)
    page.button(key="button forget").click().run()
    assert not [one for one in page.dataframe if "A" in one.value]
    assert "a" not in address(page)


def compared(page):
    return next(one.value for one in page.dataframe if "A" in one.value)


@pytest.mark.parametrize(("language", "label"), [("de", "Netto 2030 [Mt]"), ("zh", "2030 净排放 [Mt]")])
def test_the_page_speaks_other_languages_with_their_numbers(app, filed, language, label):
    page = app({"lang": language})
    ledger, english = headless(filed, {})
    spoken = {one.label: one.value for one in tiles(ledger, ledger, "inventory", "market", Words(language))}
    assert not page.exception
    assert figures(page) == spoken
    assert spoken[label] == Words(language).figure(english["Net 2030 [Mt]"])
    page.segmented_control(key="lang").set_value("en").run()
    assert figures(page) == english


def test_what_groups_are_worth_is_worked_out_when_asked_and_told_when_stale(app, filed):
    page = app({"lang": "de"})
    assert len(charts(page)) == 2
    page.button(key="button wedges").click().run()
    assert not page.exception
    until(page, lambda one: len(charts(one)) == 3)
    assert "Was jeder Hebel bringt" in charts(page)[-1].alt
    mark = drawn(filed)
    page.slider(key=mark.key).set_value(mark.low).run()
    assert len(charts(page)) == 2


def test_a_lever_off_the_panel_is_searched_for_and_stays_while_it_is_moved(app, filed):
    lever = next(one for one in filed.panel.more if one.marks and one.marks[0].default > one.marks[0].low)
    mark = lever.marks[0]
    page = app()
    page.session_state["group more"] = True
    page.run()
    assert not [one for one in page.slider if one.key == mark.key]
    page.multiselect[0].set_value([lever.lever.name]).run()
    page.slider(key=mark.key).set_value(mark.low).run()
    page.multiselect[0].set_value([]).run()
    assert page.slider(key=mark.key).value == mark.low
    assert figures(page) == headless(filed, {mark.key: mark.low})[1]
    page.button(key="button group more").click().run()
    assert not [one for one in page.slider if one.key == mark.key]


def test_a_lever_begins_in_another_year(app, filed):
    start = next(one.start for one in next(iter(filed.panel.groups.values())) if one.planned and one.start)
    page = app()
    page.slider(key=start.key).set_value(start.default + 5).run()
    assert figures(page) == headless(filed, {start.key: start.default + 5})[1] != headless(filed, {})[1]


def test_every_handle_can_be_typed(app, filed):
    mark = drawn(filed)
    page = app()
    page.slider(key=mark.key).set_value(mark.low).run()
    page.toggle(key="_typed").set_value(True).run()
    assert not page.slider
    assert page.number_input(key=mark.key).value == mark.low
    page.number_input(key=mark.key).set_value(mark.low + 1).run()
    assert figures(page) == headless(filed, {mark.key: mark.low + 1})[1]
    page.toggle(key="_typed").set_value(False).run()
    assert page.slider(key=mark.key).value == mark.low + 1


@pytest.mark.parametrize(
    "word", ["<script>", "A" * 5000, "eJwDAAAAAAE", "../../etc/passwd", packed({"x": "y" * 400000})]
)
def test_a_damaged_or_oversized_link_is_told_and_shows_the_file(app, filed, word):
    page = app({"s": word, "scenario": PLAN})
    assert not page.exception
    assert "link" in page.warning[0].value
    assert figures(page) == headless(filed, {})[1]


def test_reset_puts_everything_back(app, filed):
    mark = drawn(filed)
    page = app({"s": packed({mark.key: mark.low, filed.handles.grids[0].key: "frozen"}), "scenario": PLAN})
    assert figures(page) != headless(filed, {})[1]
    page.button(key="button all").click().run()
    assert figures(page) == headless(filed, {})[1]
    assert set(address(page)) == {"scenario"}
    assert page.slider(key=mark.key).value == mark.default


def test_a_closed_group_keeps_what_was_moved_in_it(app, filed):
    groups = filed.panel.groups
    first = next(iter(groups))
    mark = next(mark for one in groups[first] for mark in one.marks if mark.default - mark.low > 5)
    page = app()
    page.slider(key=mark.key).set_value(mark.low).run()
    moved = figures(page)
    page.session_state[f"group {first}"] = False
    page.run()
    assert not [one for one in page.slider if one.key == mark.key]
    assert figures(page) == moved
    page.session_state[f"group {first}"] = True
    assert figures(page.run()) == moved
    assert page.slider(key=mark.key).value == mark.low


def test_another_scenario_starts_from_its_own_file(app, filed):
    mark = drawn(filed)
    page = app({"s": packed({mark.key: mark.low}), "scenario": PLAN})
    page.selectbox(key="scenario").set_value("smart/frozen").run()
    assert not page.exception
    assert address(page) == {"scenario": "smart/frozen"}
    assert page.title[0].value == shipped.smart("frozen").title


def test_levers_that_ask_for_too_much_are_held_back_and_it_is_said(app, filed):
    marks = [one.marks[-1] for one in filed.handles.levers if one.lever.group == "Removals"]
    page = app({"s": packed({mark.key: mark.high for mark in marks if mark.high != mark.default}), "scenario": PLAN})
    assert not page.exception
    assert any("held back" in one.value for one in page.warning)


def test_a_link_that_says_nonsense_is_as_good_as_none(app, filed):
    mark = filed.handles.levers[0].marks[0]
    page = app(
        {"s": packed({mark.key: 9999}), "book": "<script>", "scenario": "../../etc/passwd", "nobody": "1", "lang": "xx"}
    )
    assert not page.exception
    assert figures(page) == headless(filed, {})[1]


HOSTILE = "</script><script>alert(1)</script> ![x](http://evil.example/x.png) [y](http://evil.example) $x$ :red[z]"


def test_text_of_a_scenario_is_shown_as_it_is_written(app, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(SMALL.replace("title: Small", f"title: '{HOSTILE}'\nabout: '{HOSTILE}'"), encoding="utf-8")
    page = app(scenario=own)
    assert not page.exception
    shown = [one.value for one in (*page.title, *page.markdown, *page.caption)]
    for text in shown:
        for sign in ("![", "](", "<script", ":red["):
            assert sign not in re.sub(r"\\.", "", text), text


def test_a_broken_file_is_told_with_its_line(app, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(SMALL.replace("mass: 1600 kg", "mass: 1600 parsecs"), encoding="utf-8")
    page = app(scenario=own)
    assert not page.exception
    assert "own.yaml:16:" in page.code[0].value
    assert "E-UNIT-001" in page.code[0].value
    assert not page.metric


def test_a_file_that_is_not_there_is_a_message(app, tmp_path):
    page = app(scenario=tmp_path / "none.yaml")
    assert not page.exception
    assert page.error
