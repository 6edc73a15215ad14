"""Data quality of a figure: what share of it rests on what, how it is rated, how much of it is primary.

Both shares are linear in emissions: by status of the emission factor, and by status of the amount at the first tier. The
unverified share is the larger of the two; the rating is the emission-weighted mean of 1 (best) to 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.analysis.calendar import labels
from simulator.analysis.columns import Columns, of_rows
from simulator.ledger import Graded, Ledger, Quality
from simulator.network import STATUSES, VIEWS


@dataclass(frozen=True, slots=True)
class Share:
    """One cut: shares by status [1] (they add up to 1), emission-weighted ``rating``, shares unproven and primary [1]."""

    statuses: dict[str, float]
    rating: float
    unproven: float
    primary: float


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a figure can be trusted.

    Parameters
    ----------
    factors, amounts : by emission factor, and by first-tier amount (None where nobody could tell).
    primary_mass : of the mass built into its cars, what comes from suppliers with primary data [1]; None where none is built.
    """

    factors: Share
    amounts: Share | None
    primary_mass: float | None

    @property
    def unverified(self) -> float:
        """The larger of the unproven shares [1]."""
        return max(self.factors.unproven, self.amounts.unproven if self.amounts else 0.0)


def trust(quality: Quality, periods: slice | Sequence[int] = slice(None)) -> Trust | None:
    """The data quality of some periods together; None where nothing is let out in them."""
    factors = _share(quality.factors, periods)
    if factors is None:
        return None
    amounts = None if quality.amounts is None else _share(quality.amounts, periods)
    listed, own = (0.0, 0.0) if quality.mass is None else quality.mass[:, periods].sum(axis=1).tolist()
    return Trust(factors, amounts, own / listed if listed else None)


def _share(cut: Graded, periods: slice | Sequence[int]) -> Share | None:
    kg = cut.kg[:, periods].sum(axis=1)
    total = float(kg.sum())
    if not total:
        return None
    each = list(zip(cut.grades, (kg / total).tolist(), strict=True))
    by = {status: sum(part for grade, part in each if grade.status == status) for status in STATUSES}
    return Share(
        {status: part for status, part in by.items() if part},
        sum(grade.rating * part for grade, part in each),
        sum(part for grade, part in each if grade.unproven),
        sum(part for grade, part in each if grade.primary),
    )


def quality(ledger: Ledger) -> Columns:
    """``view by status rating primary year co2e`` [kg CO2e]: the flow book by grade; each cut adds up to its gross."""
    years = labels(ledger)
    rows = [
        (view, cut, grade.status, float(grade.rating), "yes" if grade.primary else "no", year, kg)
        for view in VIEWS
        if view in ledger.quality
        for cut, graded in _cuts(ledger.quality[view])
        for grade, of_grade in zip(graded.grades, graded.kg.tolist(), strict=True)
        for year, kg in zip(years, of_grade, strict=True)
    ]
    return of_rows(("view", "by", "status", "rating", "primary", "year", "co2e"), rows)


def _cuts(of: Quality) -> list[tuple[str, Graded]]:
    """The cuts there are, by what they cut."""
    both = [("factors", of.factors)]
    return both if of.amounts is None else [*both, ("first-tier amounts", of.amounts)]


__all__ = ["Share", "Trust", "quality", "trust"]
