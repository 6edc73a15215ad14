"""The circular footprint formula: recycling shared between who supplies recycled material and who uses it.

Material and disposal terms of the formula of the Product Environmental Footprint (Recommendation (EU) 2021/2279, Annex I,
4.4.8.1); its energy terms are left out, since nothing here is burned for use. ``A = 1`` is the cut-off of the books, ``A = 0``
substitution at the end of life.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Material:
    """One unit of a material in a product.

    Parameters
    ----------
    a : share of burdens and credits of recycling that stays with the user of recycled material [1].
    r1, r2 : recycled content, and recycled at the end of life [1].
    virgin, recycled : to make a unit of each [kg CO2e]; ``recycled_after``, ``virgin_after``: in the years of treatment, the
        latter of what is then displaced. ``disposal`` : of a unit that is not recycled.
    q_in, q_out : quality of recycled against virgin material [1].
    """

    a: float
    r1: float
    r2: float
    virgin: float
    recycled: float
    virgin_after: float
    recycled_after: float
    disposal: float = 0.0
    q_in: float = 1.0
    q_out: float = 1.0


def circular(m: Material) -> float:
    """``(1-R1) Ev + R1 [A Er + (1-A) Ev Qin] + (1-A) R2 (Er' - Ev' Qout) + (1-R2) Ed`` [kg CO2e/unit]."""
    content = m.r1 * (m.a * m.recycled + (1.0 - m.a) * m.virgin * m.q_in)
    return (1.0 - m.r1) * m.virgin + content + (1.0 - m.a) * end(m) + (1.0 - m.r2) * m.disposal


def end(m: Material) -> float:
    """``R2 (Er' - Ev' Qout)``: what recycling at the end of life takes, less what it displaces [kg CO2e/unit]."""
    return m.r2 * (m.recycled_after - m.virgin_after * m.q_out)


def beside_cut_off(m: Material) -> float:
    """By how much the formula lies above the cut-off [kg CO2e/unit]."""
    return circular(m) - circular(replace(m, a=1.0))


__all__ = ["Material", "beside_cut_off", "circular", "end"]
