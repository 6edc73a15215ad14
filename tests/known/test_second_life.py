"""Second life of packs, on paper: 1000 cars a year of 50 kWh; a kWh scrapped makes 0.4 kg of lithium, a new one causes 80 kg."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import gross
from simulator.network import Returns, Sales, SecondLife, Years
from simulator.optimization.choices import choices
from simulator.optimization.paths import held
from simulator.optimization.point import solution
from simulator.optimization.reach import reach
from simulator.projection import project
from simulator.simulation import CALM, simulate
from tests.lives import life
from tests.optimization.cases import goal, lever
from tests.small import activity, car, figure, mix, scenario

YEARS = Years(2020, 2030, 2045, 2021)
PACK = activity("pack line", "pack", {"lithium": 0.5}, 80.0)
MINE = activity("lithium/mine", "lithium", {}, 10.0, 5.0)
AGAIN = activity("lithium/again", "lithium", {}, 2.0, 4.0, returns=Returns({"pack": figure(0.4)}))


def company(second=None, share=1.0, **more):
    first = car(sections={"battery": {"pack": 50.0}})
    used_again = replace(first, name="again", second_life={} if second is None else {"pack": second})
    return scenario(
        (PACK, MINE, AGAIN),
        units={"pack": "kWh"},
        mixes=(mix("lithium", {"lithium/mine": None, "lithium/again": 0.9}), mix("car", {"car": None, "again": share})),
        vehicles=(first, used_again),
        sales=(Sales("car", "B", figure(1000.0)),),
        years=YEARS,
        **more,
    )


def scrapped(year):
    """kWh in the cars scrapped in a year."""
    of = life(company().markets["B"])
    return sum(50.0 * 1000.0 * of.at(year - sold).scrapped for sold in range(2020, min(year, 2030) + 1))


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_returns_are_delayed_and_reduced(share):
    """Of what goes to a second use (60 %) 90 % return six years later, the rest in the year after scrapping."""
    ledger = project(company(SecondLife(0.6, 6, keeps=0.9), share))
    returned = ledger.supplied["lithium/again"].returned
    for year in (2021, 2026, 2030, 2040):
        second = 0.9 * scrapped(year - 7) if year - 7 >= 2020 else 0.0
        wanted = 0.4 * ((1 - 0.6 * share) * scrapped(year - 1) + 0.6 * share * second)
        assert returned[year - 2020] == pytest.approx(wanted, rel=1e-9)


def test_without_loss_what_is_handed_on_is_handed_back_in_the_end():
    once, again = (project(company(second)).supplied["lithium/again"].returned for second in (None, SecondLife(0.5, 5)))
    late = [0.5 * (once[t] + (once[t - 5] if t >= 5 else 0.0)) for t in range(26)]
    assert again[:26] == pytest.approx(late)


def test_what_is_spared_stands_apart_and_in_no_book():
    """0.6 of what is scrapped spares 0.5 kWh of new packs a kWh, each at the intensity of its year."""
    plain, spares = (project(company(SecondLife(0.6, 6, displaces=by))) for by in (0.0, 0.5))
    for book in ("product", "inventory", "flow"):
        assert (gross(plain, book, "market") == gross(spares, book, "market")).all()
    assert plain.avoided == {}
    share = spares.shares["lithium", "lithium/again"][10]
    each = 80.0 + 0.5 * (share * 2.0 + (1 - share) * 10.0)
    assert spares.avoided["pack"][10] == pytest.approx(0.6 * 0.5 * scrapped(2030) * each)
    (told,) = [finding.text for finding in spares.findings if finding.code == "avoided"]
    assert told.endswith("in no book")


def test_engines_agree():
    made = company(SecondLife(0.6, 3, keeps=0.8, displaces=0.5), 0.4)
    ledger, played = project(made), simulate(made, play=CALM)
    for book in ("product", "inventory", "flow"):
        assert gross(played, book, "market") == pytest.approx(gross(ledger, book, "market"), rel=1e-9, abs=1e-6)
    one, other = (each.supplied["lithium/again"].returned for each in (ledger, played))
    assert other == pytest.approx(one, rel=1e-9)
    assert played.avoided["pack"] == pytest.approx(ledger.avoided["pack"], rel=1e-9)


def test_slopes_of_the_supply_know_that_other_cars_return_later():
    made = company(SecondLife(0.6, 2, keeps=0.8), 0.0)
    made = replace(
        made,
        levers={"second": lever("second", "car", "again")},
        targets={"goal": goal(at_most=1e9)},
        optimize=None,
        years=Years(2020, 2026, 2030, 2020),
    )
    s = solution(made, ())
    c = choices(made, s.solved.numbers, 2021)
    shares = np.full(c.low.shape, 0.3)
    at = solution(held(made, c, shares), ())
    slope = reach(made, at, c).returned["lithium/again"]
    for year in (1, 3):
        ends = []
        for step in (1e-5, -1e-5):
            moved = shares.copy()
            moved[0, year] += step
            ends.append(solution(held(made, c, moved), ()).limits[0, :-1])
        found = (ends[0] - ends[1]) / 2e-5
        assert slope[0, year, :-1] == pytest.approx(found, rel=1e-6, abs=1e-3)
