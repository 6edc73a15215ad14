"""What holds in every world: scale, linearity, non-negativity, closed books, shares on the simplex, no order of levers."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.ledger import Ledger, audit, gross
from simulator.network import BOOKS, VIEWS, Figure, Point, Sales, Scenario
from simulator.projection import project, totals
from tests.worlds import Features, world

QUICK = settings(
    max_examples=4, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def worlds(draw: st.DrawFn, **fixed: bool) -> Scenario:
    """A random world: its features and the seed of all its figures."""
    features = Features(
        **{name: fixed.get(name, draw(st.booleans())) for name in ("loops", "limits", "removals", "levers", "stock")}
    )
    return world(random.Random(draw(st.integers(0, 10**6))), features)


def books(ledger: Ledger) -> np.ndarray:
    """All books in both views, ``[book and view, period]``."""
    return np.stack([gross(ledger, book, view) for book in BOOKS for view in VIEWS])


def quick(scenario: Scenario) -> np.ndarray:
    """The same by the fast way, without any ledger."""
    fast = totals(scenario, money=False)
    return np.stack([fast.gross[view, book][0] for book in BOOKS for view in VIEWS])


def close(found: np.ndarray, wanted: np.ndarray, rel: float = 1e-9) -> None:
    assert np.abs(found - wanted).max() <= rel * max(float(np.abs(wanted).max()), 1e-300)


def sold(scenario: Scenario, factor: float, only: str = "") -> Scenario:
    """With sales of one market (all, where it is empty) times a factor."""

    def times(figure: Figure | None, by: float) -> Figure | None:
        return None if figure is None else Figure(tuple(Point(p.x, by * p.best) for p in figure.points))

    changed = []
    for s in scenario.sales:
        by = factor if only in ("", s.market) else 1.0
        changed.append(Sales(s.sold_as, s.market, times(s.cars, by), times(s.stock, by)))
    return replace(scenario, sales=tuple(changed))


@QUICK
@given(worlds())
def test_books_close_and_nothing_is_negative(scenario: Scenario) -> None:
    ledger = project(scenario)
    assert not {check.name: check.residual for check in audit(ledger) if not check.ok}
    for view in VIEWS:
        assert (
            ledger.places[view].emitted[..., [n for n, f in enumerate(ledger.header.flows) if f in scenario.gwp]].min()
            >= 0
        )
    assert min(ledger.fleet.sold.min(), ledger.fleet.on_road.min(), ledger.fleet.scrapped.min()) >= -1e-9
    mixes: dict[str, list[np.ndarray]] = {}
    for (mix, _), share in ledger.shares.items():
        mixes.setdefault(mix, []).append(share)
    for found in mixes.values():
        assert np.min(found) >= -1e-9
        assert np.abs(np.sum(found, axis=0) - 1.0).max() <= 1e-12


@QUICK
@given(worlds())
def test_totals_are_those_of_the_ledger(scenario: Scenario) -> None:
    close(quick(scenario), books(project(scenario)))


@QUICK
@given(worlds(limits=False, removals=False), st.floats(0.1, 50.0))
def test_without_limits_emissions_scale_with_sales(scenario: Scenario, factor: float) -> None:
    scenario = replace(scenario, overheads={})
    close(quick(sold(scenario, factor)), factor * quick(scenario))


@QUICK
@given(worlds(limits=False, removals=False, stock=False))
def test_without_limits_emissions_are_linear_in_sales(scenario: Scenario) -> None:
    """Each market alone adds up to both, overheads once."""
    both = quick(scenario)
    parts = [quick(sold(scenario, 0.0, market)) for market in ("A", "B")]
    none = quick(sold(scenario, 0.0))
    close(parts[0] + parts[1] - none, both)


@QUICK
@given(worlds(levers=True), st.randoms(use_true_random=False))
def test_the_order_of_levers_in_the_file_does_not_matter(scenario: Scenario, rng: random.Random) -> None:
    names = list(scenario.levers)
    rng.shuffle(names)
    other = replace(scenario, levers={name: scenario.levers[name] for name in names})
    close(quick(other), quick(scenario))


@QUICK
@given(worlds(levers=True, limits=False))
def test_operators_move_tonnes_between_categories_and_keep_the_total(scenario: Scenario) -> None:
    for operator in ("company", "other"):
        sites = {name: replace(site, operator=operator) for name, site in scenario.sites.items()}
        close(books(project(replace(scenario, sites=sites))), books(project(scenario)))  # type: ignore[arg-type]
