"""Are the promises kept? Each target, read from the ledger in its own view and in the other one.

*By* a year means in that year and in every later year of sales. Gross, removed and net stand beside each other: removals help
to reach net zero and a budget, never a reduction, an intensity or a contraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from simulator.analysis.measures import UNITS, Measure, measure
from simulator.ledger import Array, Book, Ledger, View
from simulator.network import Target
from simulator.units import parse_unit

_TOLERANCE = 1e-6
"""Of the base year's gross [1]: below it a gap is rounding."""
_AS_IT_IS: Mapping[tuple[Book, View], float] = {}
_OTHER: dict[View, View] = {"market": "location", "location": "market"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A target in one view.

    Parameters
    ----------
    met : whether it holds by its year.
    since : first year from which it holds in every year of sales; None where it does not.
    value, bound : what is measured and what was promised, in ``unit`` of the verdict, in the year ``year`` that decides.
    gap : largest excess from its year on [``unit``], 0 where it is met; ``gap_share`` of the base year's gross [1].
    residual : gross in the year that decides over gross in the base year [1].
    """

    view: View
    met: bool
    since: int | None
    year: int
    value: float
    bound: float
    gap: float
    gap_share: float
    residual: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target and its answers: in its own ``view``, and in the ``other`` one."""

    name: str
    title: str
    kind: str
    book: str
    promise: str
    unit: str
    base: int
    by: int | None
    asked: Answer
    other: Answer
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is met in its own view."""
        return self.asked.met


def targets(
    promises: Mapping[str, Target] | Iterable[Target],
    ledger: Ledger,
    base: Mapping[tuple[Book, View], float] = _AS_IT_IS,
) -> tuple[Verdict, ...]:
    """A verdict on each target.

    Parameters
    ----------
    base : by book and view, the base year that is in force over the ledger's own [1]; 1 where nothing is said.

    Raises
    ------
    KeyError
        where a target's base year lies outside the ledger.
    """
    listed = promises.values() if isinstance(promises, Mapping) else promises
    return tuple(_verdict(target, ledger, base) for target in listed)


def _verdict(target: Target, ledger: Ledger, in_force: Mapping[tuple[Book, View], float]) -> Verdict:
    view: View = target.view or ledger.header.view
    base = target.against or ledger.header.base
    held = in_force if base == ledger.header.base else _AS_IT_IS
    per = counted_per(target)
    asked, other = (
        answer(target, one, measure(ledger, target.book, one, per), base, held.get((target.book, one), 1.0))
        for one in (view, _OTHER[view])
    )
    note = _UNCAPPED if _uncapped(target) else ""
    return Verdict(
        target.name,
        target.title,
        target.kind,
        target.book,
        promise(target),
        UNITS[per],
        base,
        target.by,
        asked,
        other,
        note,
    )


_UNCAPPED = "the flow book holds only cars sold since the start, so a share of its base year is no fair cap: state one in tonnes"


def _uncapped(target: Target) -> bool:
    """Whether a net-zero target on the flow book lacks the cap in tonnes that it needs."""
    return target.kind == "net zero" and target.book == "flow" and target.at_most is None


def counted_per(target: Target) -> str:
    """What the target counts per; the residual of the product book is held against the kilometres of its cars."""
    return "km" if target.kind == "net zero" and target.book == "product" else target.per


def promise(target: Target) -> str:
    """The target in words."""
    per = "" if target.per == "total" else f" per {target.per}"
    cap = (target.at_most or 0.0) / parse_unit("t").factor
    texts = {
        "net zero": f"net zero by {target.by}{_capped(target)}",
        "reduction": f"gross{per} {target.cut or 0:.0%} below {target.against or 'the base year'} by {target.by}",
        "intensity": f"gross{per} at most {target.at_most or 0:.4g} kg by {target.by}",
        "contraction": f"gross{per} falling by {target.a_year or 0:.1%} of the base year a year",
        "budget": f"net at most {cap:,.0f} t from {target.start} to {target.end}",
    }
    return texts[target.kind]


def _capped(target: Target) -> str:
    """The cap on what may be left to remove, in words."""
    if target.at_most is not None:
        return f", at most {target.at_most / parse_unit('t').factor:,.0f} t left to remove"
    return "" if target.residual is None else f", at most {target.residual:.0%} of the base year left to remove"


def answer(target: Target, view: View, of: Measure, base: int, in_force: float = 1.0) -> Answer:
    """A target held against what its book says in a view.

    Parameters
    ----------
    of : what the target counts, per what it counts it (:func:`counted_per`).
    base : year that the target is against. ``in_force`` : its figure that is in force over that of ``of`` [1].
    """
    reference = float(of.gross[of.position(base)]) * in_force
    if target.kind == "budget":
        return _spent(target, of, view, reference)
    value, bound = _promised(target, of, base, reference)
    start = of.position(target.by if target.by is not None else of.years[-1])
    if target.kind == "contraction":
        start = of.position(base if in_force == 1.0 else base + 1)
        value, bound = value[: _last(target, of)], bound[: _last(target, of)]
    excess = value - bound
    holds = excess <= _TOLERANCE * abs(reference)
    if target.kind == "net zero":
        excess, holds = np.maximum(excess, of.net), holds & (of.net <= _TOLERANCE * abs(reference))
    if _uncapped(target):
        holds = np.zeros(len(holds), dtype=bool)
    year = start + int(np.argmax(excess[start:]))
    gap = 0.0 if holds[start:].all() else max(float(excess[year]), 0.0)
    year = year if gap else start
    return Answer(
        view, bool(holds[start:].all()), _since(of, holds), of.years[year], float(value[year]), float(bound[year]), gap,
        _share(gap, reference), _share(float(of.gross[year]), reference),
    )  # fmt: skip


def _promised(target: Target, of: Measure, base: int, reference: float) -> tuple[Array, Array]:
    """What is measured, and its bound, by year of sales; for net zero the gross and its cap."""
    count = len(of.years)
    if target.kind == "reduction":
        return of.gross, np.full(count, (1 - (target.cut or 0.0)) * reference)
    if target.kind == "intensity":
        return of.gross, np.full(count, target.at_most or 0.0)
    if target.kind == "contraction":
        return of.gross, reference * np.maximum(0.0, 1 - (target.a_year or 0.0) * (np.array(of.years) - base))
    if target.at_most is not None:
        return of.gross, np.full(count, target.at_most) / of.per
    cap = np.inf if target.residual is None else target.residual * reference
    return of.gross, np.full(count, cap)


def _last(target: Target, of: Measure) -> int:
    """One past the last year a contraction is held to."""
    return len(of.years) if target.by is None else of.position(target.by) + 1


def _spent(target: Target, of: Measure, view: View, reference: float) -> Answer:
    """A budget: the sum of net over its years, against what may be spent [kg CO2e]."""
    first = of.position(target.start if target.start is not None else of.years[0])
    last = of.position(target.end if target.end is not None else of.years[-1])
    spent, bound = float(of.net[first : last + 1].sum()), target.at_most or 0.0
    met = spent <= bound * (1 + _TOLERANCE)
    gap = 0.0 if met else spent - bound
    since = of.years[last] if met else None
    residual = _share(float(of.gross[last]), reference)
    return Answer(view, met, since, of.years[last], spent, bound, gap, _share(gap, reference), residual)


def _since(of: Measure, holds: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int | None:
    """First year from which it holds in every year of sales."""
    broken = np.flatnonzero(~holds)
    first = int(broken[-1]) + 1 if len(broken) else 0
    return of.years[first] if first < len(holds) else None


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


__all__ = ["Answer", "Verdict", "answer", "counted_per", "promise", "targets"]
