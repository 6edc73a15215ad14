"""What a projection says beside its figures: disruptions, payments, findings, progress."""

from dataclasses import replace

import pytest

from simulator.errors import SolveError
from simulator.ledger import audit
from simulator.network import Disruption, Improve, Lever, Mix
from simulator.projection import project
from tests.small import figure, mix, plain_scenario


def test_disruptions_are_listed_as_not_acting():
    made = replace(plain_scenario(), disruptions={"strike": Disruption("strike", stops="mill")})
    assert [f.text for f in project(made).findings if f.code == "disruption"] == [
        "strike does not act in a projection; the event engine plays it"
    ]


def test_a_lever_is_paid_once_in_its_first_year_of_use():
    saves = Lever(
        "thrift",
        Improve("electricity", ("mill",), {"electricity": figure(0.9)}),
        figure({2023: 0.0, 2024: 0.2, 2030: 0.9}),
        once=figure(5e6),
    )
    paid = project(replace(plain_scenario(), levers={"thrift": saves})).once
    assert paid[4] == 5e6
    assert paid.sum() == 5e6


def test_a_mix_left_to_the_optimiser_is_an_error():
    made = plain_scenario()
    left = tuple(replace(m, rule="least-cost") if m.product == "steel" else m for m in made.mixes)
    with pytest.raises(SolveError, match="'steel' is left to the optimiser"):
        project(replace(made, mixes=left))


def test_what_nobody_makes_is_left_out_and_said():
    made = plain_scenario()
    rest = tuple(m for m in made.mixes if m.product != "coal")
    texts = [f.text for f in project(replace(made, mixes=rest)).findings]
    assert any("nobody makes 'coal'" in text and "left out" in text for text in texts)


def test_the_nearest_mix_counts():
    made = plain_scenario()
    nearer = Mix("electricity", "B", {"power station": None})
    ledger = project(replace(made, mixes=(*made.mixes, nearer, mix("electricity", {"power station": None}, "A1"))))
    places = {(n.activity, n.place) for n in ledger.places["market"].nodes}
    assert {("power station", "A1"), ("power station", "B")} <= places


def test_progress_is_told_to_the_end():
    told = []
    project(plain_scenario(), lambda *step: told.append(step))
    assert len(told) >= 3
    assert all(0 <= done <= total for _, done, total in told)


def test_a_company_without_overheads_and_removals_has_a_ledger_whose_books_close():
    made = plain_scenario()
    assert not made.overheads
    ledger = project(made)
    assert ledger.entries["market"]["overhead"].accounts == ()
    assert all(check.ok for check in audit(ledger))
