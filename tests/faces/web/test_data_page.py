"""The page of data without a browser: every figure, searched, counted, followed to its users, and taken along."""

import pytest

from simulator.words import LANGUAGES, Words
from tests.faces.web.test_frame import go
from tests.faces.web.test_page import HOSTILE, PLAN, address, app
from tests.reading.texts import SMALL

__all__ = ["app"]


@pytest.fixture
def page(app):
    return go(app(), "data")


def rows(page):
    return next(one.value for one in page.dataframe if "figure" in one.value)


def test_only_what_the_scenario_uses_is_shown_what_bears_most_first(page):
    assert not page.exception
    shares = rows(page)["rests on it [%]"].fillna(0.0).tolist()
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 1
    used = len(rows(page))
    page.toggle(key="_data all").set_value(True).run()
    assert len(rows(page)) >= used
    assert any("first 2,000" in one.value for one in page.caption)


def test_search_and_filters_narrow_the_table_and_the_counts(page):
    page.text_input(key="_data search").set_value("BF-BOF co2").run()
    page.multiselect(key="_data status").set_value(["derived"]).run()
    assert set(rows(page)["figure"]) == {"steel/BF-BOF: CO2 fossil"}
    assert set(rows(page)["status"]) == {"derived"}
    page.text_input(key="_data search").set_value("nothing like this").run()
    assert len(rows(page)) == 0
    assert not page.exception


def test_assumed_figures_are_marked(page):
    marked = [
        status for status in rows(page)["status"] if status.split()[0] in ("assumption", "unverified", "unsourced")
    ]
    assert marked
    assert all(status.endswith("†") for status in marked)


def test_a_row_leads_to_who_uses_it_and_on_to_all_its_figures(page):
    page.text_input(key="_data search").set_value("BF-BOF co2").run()
    page.session_state["_data rows"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()
    assert any(one.value.replace("\\", "") == "steel/BF-BOF: CO2 fossil" for one in page.subheader)
    assert any("steel/BF-BOF, CN" in one.value for one in page.markdown)
    page.button(key="button data users").click().run()
    assert not page.exception
    assert len(rows(page)) > 3


def test_book_view_and_year_stand_in_the_address(app):
    page = go(app({"scenario": PLAN}), "data")
    page.segmented_control(key="view").set_value("location").run()
    page.selectbox(key="year").set_value("2040").run()
    assert {"view": "location", "year": "2040"}.items() <= address(page).items()
    assert not page.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(app, language):
    page = go(app({"lang": language}), "data")
    assert not page.exception
    assert page.text_input(key="_data search").label == Words(language)("data_search")


def test_text_of_a_scenario_is_text(app, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(SMALL.replace("title: assumed here", f"title: '{HOSTILE}'"), encoding="utf-8")
    page = go(app(scenario=own), "data")
    page.text_input(key="_data search").set_value("evil.example").run()
    page.session_state["_data rows"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()
    assert not page.exception
    for one in (*page.markdown, *page.caption, *page.subheader):
        assert "](http" not in one.value.replace("\\]", "").replace("\\(", "")
