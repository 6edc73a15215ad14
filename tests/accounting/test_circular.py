"""The circular footprint formula, term by term."""

from dataclasses import replace

import pytest

from simulator.accounting.circular import Material, beside_cut_off, circular

STEEL = Material(
    a=0.2, r1=0.3, r2=0.9, virgin=2.4, recycled=0.6, virgin_after=1.0, recycled_after=0.4, disposal=0.05,
    q_in=0.9, q_out=0.8,
)  # fmt: skip


def test_the_formula_on_paper():
    made = 0.7 * 2.4 + 0.3 * (0.2 * 0.6 + 0.8 * 2.4 * 0.9)
    assert circular(STEEL) == pytest.approx(made + 0.8 * 0.9 * (0.4 - 1.0 * 0.8) + 0.1 * 0.05)


def test_with_a_1_it_is_the_cut_off():
    cut = replace(STEEL, a=1.0)
    assert circular(cut) == pytest.approx(0.7 * 2.4 + 0.3 * 0.6 + 0.1 * 0.05)
    assert beside_cut_off(cut) == 0.0


def test_with_a_0_recycled_content_counts_as_virgin_and_the_end_is_credited_in_full():
    given = replace(STEEL, a=0.0, q_in=1.0)
    assert circular(given) == pytest.approx(2.4 + 0.9 * (0.4 - 0.8) + 0.1 * 0.05)


def test_in_a_closed_loop_of_one_quality_every_a_gives_the_same():
    """R1 = R2 and the same intensities at both ends: what the user of scrap saves is what the giver is credited."""
    loop = replace(STEEL, r2=0.3, virgin_after=2.4, recycled_after=0.6, q_in=1.0, q_out=1.0)
    assert {round(circular(replace(loop, a=a)), 12) for a in (0.0, 0.2, 0.5, 0.8, 1.0)} == {round(circular(loop), 12)}
