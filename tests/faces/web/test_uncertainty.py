"""The page of uncertainty without a browser: what it asks for, and that it shows the engine's own figures."""

import pytest

import simulator as sim
from simulator.faces.web import working
from simulator.planning import uncertainty_wording as wording
from simulator.words import Words
from tests.faces.web.test_frame import go
from tests.faces.web.test_page import address, app, charts, figures
from tests.played import played

__all__ = ["app"]


@pytest.fixture
def asked(monkeypatch):
    """Long work is done at once, and noted; only the kinds that are pressed."""
    seen = {"kinds": {"uncertainty"}, "calls": []}

    def ask(session, *, kind, label, work, arguments, settings=(), size=None, **_):
        seen["calls"].append((kind, tuple(settings), dict(size or {})))
        return work(*arguments) if kind in seen["kinds"] else None

    monkeypatch.setattr(working, "ask", ask)
    return seen


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(played(), encoding="utf-8")
    return path


def open_page(app, small, **query):
    return go(app({**query}, scenario=small), "uncertainty")


def test_the_page_shows_the_draws_of_the_engine(app, small, asked):
    page = open_page(app, small)
    page.selectbox(key="draws").set_value("100").run()
    assert not page.exception
    found = sim.uncertainty(sim.load(small), draws=100)
    assert figures(page) == {one.label: one.value for one in wording.tiles(found, "inventory", "market")}
    assert len(charts(page)) == 3
    assert ("uncertainty", (100, 1), {"draws": 100}) in asked["calls"]
    assert address(page)["draws"] == "100"
    shown = " ".join(one.value for one in page.caption)
    assert "have a law of chance and vary" in shown
    assert "drawn independently of each other" in shown


def test_nothing_is_drawn_before_it_is_asked_for(app, small, asked):
    asked["kinds"] = set()
    page = open_page(app, small)
    assert not page.exception
    assert charts(page) == []
    assert figures(page) == {}


def test_the_event_engine_joins_the_fan(app, small, asked):
    asked["kinds"] = {"uncertainty", "played"}
    page = open_page(app, small)
    page.selectbox(key="draws").set_value("100").run()
    page.selectbox(key="runs").set_value("10").run()
    assert not page.exception
    assert ("played", (10, 1), {"replications": 10}) in asked["calls"]
    assert "event engine played 10 times" in " ".join(one.value for one in page.caption)
    promises = page.dataframe[0].value
    assert "event engine" in promises.columns


def test_a_and_b_meet_the_same_luck(app, small, asked):
    page = app(scenario=small)
    next(one for one in page.button if "Keep as A" in one.label).click().run()
    slider = page.slider[0]
    slider.set_value(slider.min).run()
    asked["kinds"] = {"uncertainty", "uncertaintyA"}
    go(page, "uncertainty")
    page.selectbox(key="draws").set_value("100").run()
    assert not page.exception
    assert "less net than A" in " ".join(one.value for one in page.markdown)


def test_the_year_of_the_figures_can_be_chosen(app, small, asked):
    page = open_page(app, small)
    page.selectbox(key="draws").set_value("100").run()
    assert page.selectbox(key="year").value == "2025"
    page.selectbox(key="year").set_value("2023").run()
    assert not page.exception
    assert address(page)["year"] == "2023"


@pytest.mark.parametrize("language", ["de", "zh"])
def test_the_page_speaks_the_language_of_the_link(app, small, asked, language):
    page = open_page(app, small)
    page.query_params = {"lang": language, "draws": "100"}
    page.run()
    assert not page.exception
    words = Words(language)
    assert words("moved_title") in [one.value for one in page.header]
    assert any("have a law" in one.value for one in page.caption) is False


def test_a_title_of_a_figure_is_never_a_link(app, small, asked, tmp_path):
    """Names of activities pass through the pictures and tables as data; text beside them is plain."""
    page = open_page(app, small)
    page.selectbox(key="draws").set_value("100").run()
    assert all("<" not in one.value for one in page.caption)
