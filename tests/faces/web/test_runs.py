"""The page of runs and long work of pages: results for this draft alone, lists, comparison, and nobody sees another's."""

import pytest

from simulator.faces.web import limits as module
from simulator.faces.web.limits import Limits
from simulator.planning.links import packed, unpacked
from tests.faces.web.test_frame import go
from tests.faces.web.test_page import PLAN, address, app, charts, drawn, filed, until

__all__ = ["app", "filed"]


def button(page, key):
    return next(one for one in page.button if one.key == key)


def keys(page, start):
    return [one.key for one in page.button if (one.key or "").startswith(start)]


def finished(page):
    return until(page, lambda one: not keys(one, "button cancel "))


def keep(page, name=""):
    page.text_input(key="run name").set_value(name)
    button(page, "button keep run").click().run()
    return page


def titles(page):
    return [one.label for one in page.checkbox if one.key.startswith("pick ")]


def states(page):
    return [one.value.split("[")[1].split("]")[0] for one in page.markdown if "-badge[" in one.value]


def said(page):
    return " ".join(one.value for one in page.caption)


def test_wedges_come_from_another_process_and_are_those_of_this_draft_alone(app, filed):
    mark = drawn(filed)
    page = app()
    before = len(charts(page))
    button(page, "button wedges").click().run()
    assert button(page, "button wedges").disabled
    finished(page)
    assert len(charts(page)) == before + 1
    page.slider(key=mark.key).set_value(mark.low).run()
    assert len(charts(page)) == before
    assert "The last result is of another state" in said(page)
    page.slider(key=mark.key).set_value(mark.default).run()
    assert len(charts(page)) == before + 1, "the first draft's result is still there"


def test_runs_are_kept_listed_compared_and_deleted(app, filed):
    mark = drawn(filed)
    page = go(app(), "runs")
    assert "None yet" in said(page)
    finished(keep(page, "As it is <b>"))
    page = go(page, "")
    page.slider(key=mark.key).set_value(mark.low).run()
    page = finished(keep(go(page, "runs")))
    assert titles(page) == ["**2 · Projection**", r"**1 · As it is \<b\>**"]
    assert states(page) == ["done", "done"]
    assert f"{mark.default} % → {mark.low} %" in said(page)
    for one in page.checkbox:
        one.check()
    page.run()
    button(page, "button compare runs").click().run()
    assert not page.exception
    figures = page.dataframe[-1].value
    assert list(figures.columns) == ["figure", "1 · As it is <b>", "2 · Projection", "against 1 · As it is <b>"]
    row = figures.set_index("figure").loc["gross, all years of sale [Mt CO2e]"]
    assert row.iloc[1] != row.iloc[0]
    assert len(charts(page)) == 1
    button(page, keys(page, "button delete ")[0]).click().run()
    assert len(titles(page)) == 1
    button(page, "button delete all runs").click().run()
    assert titles(page) == []


def test_reopening_puts_the_draft_back(app, filed):
    mark = drawn(filed)
    page = app({"s": packed({mark.key: mark.low}), "scenario": PLAN, "book": "flow"})
    page = finished(keep(go(page, "runs")))
    button(page, "button all").click().run()
    assert "s" not in address(page)
    button(page, keys(page, "button reopen ")[0]).click().run()
    assert unpacked(address(page)["s"]) == {mark.key: mark.low}
    assert address(page)["book"] == "flow"
    assert page.slider(key=mark.key).value == mark.low


def test_a_run_is_cancelled_and_says_so(app):
    page = app()
    button(page, "button wedges").click().run()
    page = go(page, "runs")
    assert states(page) == ["running"]
    button(page, keys(page, "button cancel ")[0]).click().run()
    finished(page)
    assert states(page) == ["cancelled"]
    assert "Cancelled" in said(page)


def test_two_readers_never_see_each_others_runs(app):
    one, other = app(), app()
    one = finished(keep(go(one, "runs"), "secret of one"))
    other = go(other, "runs")
    assert titles(one) == ["**1 · secret of one**"]
    assert titles(other) == []
    assert "secret" not in str(list(other.main))


def test_a_reload_is_the_same_reader(app, monkeypatch):
    import streamlit as st

    first = finished(keep(go(app(), "runs"), "mine"))
    word = first.session_state["_reader"]
    monkeypatch.setattr(type(st.context), "cookies", {"decarb_reader": word})
    assert titles(go(app(), "runs")) == ["**1 · mine**"]
    monkeypatch.setattr(type(st.context), "cookies", {"decarb_reader": "../../etc/passwd"})
    assert titles(go(app(), "runs")) == []


def test_a_full_line_is_told(app, monkeypatch):
    page = app()
    button(page, "button wedges").click().run()  # takes long, and a reader's runs go one by one
    page = go(page, "runs")
    for _ in range(Limits().runs_waiting + 1):
        keep(page)
    assert [one.value for one in page.error] == ["You have 3 runs waiting already; cancel one, or wait."]
    button(page, "button delete all runs").click().run()
    assert titles(page) == []


@pytest.mark.usefixtures("filed")
def test_more_than_the_host_grants_is_refused_before_it_begins(monkeypatch):
    from simulator.faces.web import working
    from simulator.words import ENGLISH

    told = []
    monkeypatch.setattr(working.st, "error", lambda text, **_: told.append(text))
    assert not working._small_enough({"draws": module.limits().draws + 1}, ENGLISH)
    assert told == ["draws: 2001 is more than the 2000 that this server grants."]
    assert working._small_enough({"draws": module.limits().draws}, ENGLISH)
