"""Recipes by place and view; places without a residual mix are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.ledger import gross
from simulator.network import Emission
from simulator.projection import project
from tests.small import COAL, STEEL, TREATMENT, activity, figure, scenario

GRID = activity("electricity/grid", "electricity", {"coal": 0.3}, 0.8)
LOCAL = replace(GRID.recipes[0], place="A")
LEFT = replace(LOCAL, view="market", emits=(Emission("CO2 fossil", figure(1.0)),))


def power(*recipes):
    known = replace(GRID, recipes=(*GRID.recipes, *recipes))
    kinds = {"electricity": "energy", "steel": "good"}
    return project(scenario((STEEL, known, COAL, TREATMENT), kinds=kinds))


def said(ledger):
    return [finding.text for finding in ledger.findings if "residual mix" in finding.text]


def test_places_without_a_residual_mix_are_told_in_one_finding():
    assert said(power(LOCAL, LEFT)) == [
        "no residual mix is known in B: load without a contract takes electricity/grid there in the market view too"
    ]


def test_nothing_is_told_where_no_residual_mix_is_known_at_all():
    assert said(power(LOCAL)) == []


def test_the_residual_mix_counts_in_the_market_view_alone():
    plain, left = power(LOCAL), power(LOCAL, LEFT)
    assert gross(left, "product", "location") == pytest.approx(gross(plain, "product", "location"))
    assert (gross(left, "product", "market")[:5] > gross(plain, "product", "market")[:5]).all()
