"""The audit: a ledger with a mistake in it does not pass."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.ledger import audit
from simulator.projection import project
from tests.small import plain_scenario


@pytest.fixture(scope="module")
def sound():
    return project(plain_scenario(plant="company"))


def failing(ledger):
    return {check.name.split()[0] for check in audit(ledger) if not check.ok}


def spoilt(ledger, phase, book, by=1.001):
    entries = ledger.entries["market"][phase]
    wrong = getattr(entries, book).copy()
    wrong[..., 0] *= by
    return replace(
        ledger,
        entries={**ledger.entries, "market": {**ledger.entries["market"], phase: replace(entries, **{book: wrong})}},
    )


def test_a_sound_ledger_passes(sound):
    assert not failing(sound)


def test_a_tonne_too_much_by_purpose_is_seen(sound):
    assert {"I2", "K"} <= failing(spoilt(sound, "life", "emitted"))


def test_a_tonne_booked_for_no_sale_is_seen(sound):
    assert "I6" in failing(spoilt(sound, "life", "attributed"))
    assert {"I6", "W"} <= failing(spoilt(sound, "build", "attributed"))


def test_a_lost_car_is_seen(sound):
    fleet = replace(sound.fleet, scrapped=sound.fleet.scrapped * 0.999)
    assert "I10" in failing(replace(sound, fleet=fleet))


def test_a_removal_counted_twice_is_seen():
    from simulator.ledger import Removal

    sound = project(plain_scenario())
    twice = (Removal("r", "air", 2022, 1.0, 1000.0, counted=True),) * 2
    assert "I9" in failing(replace(sound, removals=twice))


def test_nan_never_passes(sound):
    assert failing(spoilt(sound, "life", "emitted", np.nan))
