"""The page of the optimiser without a browser: what it asks for, what it shows, and the plan taken over."""

import pytest

import simulator as sim
from simulator.faces.web import working
from simulator.planning.wish import OWN, usual
from simulator.words import Words
from tests.asking import asking
from tests.faces.web.test_frame import go
from tests.faces.web.test_page import address, app, charts

__all__ = ["app"]


@pytest.fixture
def asked(monkeypatch):
    """Long work is done at once, and noted; only the kinds that are pressed."""
    seen, known = {"kinds": {"optimise"}, "calls": []}, {}

    def ask(session, *, kind, label, work, arguments, settings=(), size=None, **_):
        seen["calls"].append((kind, tuple(settings), dict(size or {})))
        question = (kind, session.draft, tuple(settings))
        if kind in seen["kinds"] and question not in known:
            known[question] = work(*arguments)
        return known.get(question)

    monkeypatch.setattr(working, "ask", ask)
    return seen


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "asking.yaml"
    path.write_text(asking(), encoding="utf-8")
    return path


def open_page(app, small):
    return go(app(scenario=small), "optimise")


def texts(page):
    return " ".join(one.value for one in (*page.markdown, *page.caption, *page.header))


def wish(asked):
    return next(settings[0] for kind, settings, _ in reversed(asked["calls"]) if kind == "optimise")


def test_the_form_begins_with_what_the_scenario_asks(app, small, asked):
    page = open_page(app, small)
    assert not page.exception
    scenario = sim.load(small)
    found, start = wish(asked), usual(scenario)
    assert (found.meet, found.own, found.objective, found.minimize, found.spend, found.without) == (
        start.meet, None, start.objective, start.minimize, start.spend, (),
    )  # fmt: skip


def test_the_page_shows_the_plan_of_the_command(app, small, asked):
    page = open_page(app, small)
    assert not page.exception
    best = sim.optimize(sim.load(small))
    shown = page.dataframe[0].value
    assert "least-cost plan" in list(shown[" "])
    assert len(charts(page)) >= 3
    assert "What becomes of the targets" in texts(page)
    assert f"{best.plan.solves} programmes solved" in texts(page)
    assert not page.error


def test_another_wish_is_another_question(app, small, asked):
    page = open_page(app, small)
    page.selectbox(key="wish kind").set_value("budget").run()
    page.number_input(key="wish amount budget").set_value(0.5).run()
    page.number_input(key="wish spend").set_value(7.0).run()
    page.segmented_control(key="wish objective").set_value("system").run()
    page.multiselect(key="wish without").set_value(["scrap"]).run()
    assert not page.exception
    found = wish(asked)
    assert found.own.kind == "budget"
    assert found.own.at_most == pytest.approx(0.5e9)
    assert (found.spend, found.objective, found.without) == (7e6, "system", ("scrap",))
    assert found.own.name == OWN
    go(page, "")
    go(page, "optimise")
    assert wish(asked) == found, "the form is as it was left"
    link = address(page)
    other = go(app(scenario=small), "optimise")
    assert wish(asked) != found
    other.query_params = link
    other.run()
    assert not other.exception
    assert wish(asked) == found, "the link restores it"
    other.query_params = {**link, "wish": "nonsense"}
    other.run()
    assert not other.exception
    assert wish(asked).own is None


def test_alternatives_and_runs_are_shown_where_they_are_asked_for(app, small, asked):
    page = open_page(app, small)
    page.selectbox(key="wish within").set_value("5").run()
    page.selectbox(key="wish play").set_value("5").run()
    assert not page.exception
    assert ("optimise", {"replications": 5}) in [(kind, size) for kind, _, size in asked["calls"]]
    assert "Room for manoeuvre" in texts(page)
    assert "The plan when played, 5 runs" in texts(page)


def test_what_cannot_be_asked_is_told_and_not_worked_at(app, small, asked):
    page = open_page(app, small)
    page.selectbox(key="wish kind").set_value("budget").run()
    page.number_input(key="wish by").set_value(2023).run()
    page.number_input(key="wish from").set_value(2025).run()
    asked["calls"].clear()
    page.run()
    assert "must not lie after" in page.error[0].value
    assert all(kind != "optimise" for kind, *_ in asked["calls"])


def test_the_plan_goes_on_the_levers_and_undo_takes_it_back(app, small, asked):
    page = open_page(app, small)
    before = address(page).get("s")
    next(one for one in page.button if "Put the plan" in one.label).click().run()
    assert not page.exception
    assert address(page)["s"] != before
    next(one for one in page.button if "Undo" in one.label).click().run()
    assert address(page).get("s") == before


def test_frontier_and_abatement_curve_are_drawn_where_they_are_asked_for(app, small, asked):
    asked["kinds"] = {"frontier", "wedges"}
    page = open_page(app, small)
    page.selectbox(key="points").set_value("5").run()
    assert not page.exception
    assert len(charts(page)) == 3  # the curve, the last tonne, the bars
    assert "Frontier: least cost [MEUR]" in texts(page).replace("\\", "")
    assert address(page)["points"] == "5"


@pytest.mark.parametrize("language", ["de", "zh"])
def test_the_page_speaks_the_language_of_the_link(app, small, asked, language):
    page = open_page(app, small)
    page.query_params = {"lang": language}
    page.run()
    assert not page.exception
    words = Words(language)
    assert words("plan_verdicts") in texts(page)
    assert words("roadmap_title") in texts(page).replace("\\", "")
