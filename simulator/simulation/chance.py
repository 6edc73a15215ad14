"""Chance: every source has a stream named after what it is, so that switching one thing leaves all other luck alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np

from simulator.equations.arrays import path
from simulator.equations.graph import Array
from simulator.network import Figure
from simulator.simulation.clock import YEAR
from simulator.streams import stream

_BLOCK = 64


class Chance:
    """The luck of one run.

    Parameters
    ----------
    seed : of the run.
    drawn : whether times are drawn; else every time is its best value.
    """

    def __init__(self, seed: int, *, drawn: bool) -> None:
        self._seed = seed
        self._drawn = drawn
        self._days: dict[tuple[str, Figure], Iterator[float]] = {}

    def days(self, figure: Figure | None, source: str, year: float) -> float:
        """A duration [days] in a year: a new draw at every call, from the stream of ``source``.

        ``source`` is who asks (a route, a works): two who share a figure do not share luck.
        """
        return self.times(figure, source)(year)

    def times(self, figure: Figure | None, source: str) -> Callable[[float], float]:
        """What tells :meth:`days` by year, for who asks often."""
        if figure is None or (figure.constant and not (self._drawn and figure.uncertain)):
            best = best_days(figure, 0.0)
            return lambda _: best
        if not (self._drawn and figure.uncertain):
            return partial(best_days, figure)
        if figure.constant:
            key = (source, figure)
            if key not in self._days:
                self._days[key] = self._stream(figure, source)
            drawn = self._days[key]
            return lambda _: next(drawn)
        return partial(self._of_path, figure, source)

    def _of_path(self, figure: Figure, source: str, year: float) -> float:
        """A path over years: rare, worked out where it is asked."""
        u = self.generator(f"{source}: {figure.name}").random(1)
        return max(0.0, float(path(figure, np.array([year]), u)[0, 0])) * YEAR

    def _stream(self, figure: Figure, source: str) -> Iterator[float]:
        rng = self.generator(f"{source}: {figure.name}")
        here = np.zeros(1)
        while True:
            values = path(figure, here, rng.random(_BLOCK))[:, 0]
            yield from (np.maximum(values, 0.0) * YEAR).tolist()

    def generator(self, source: str) -> np.random.Generator:
        """The random numbers of one source, from their beginning."""
        return stream(self._seed, source)

    def quantiles(self, figures: Iterable[Figure]) -> dict[str, Array]:
        """One quantile for each uncertain figure, by name ``[1]``."""
        return {f.name: stream(self._seed, f.name).random(1) for f in figures if f.uncertain}


def best_days(figure: Figure | None, year: float) -> float:
    """Best value of a duration in a year [days]."""
    if figure is None:
        return 0.0
    if figure.constant:
        return figure.points[0].best * YEAR
    return float(path(figure, np.array([year]))[0]) * YEAR


def varied(rng: np.random.Generator, size: tuple[int, ...], variation: float) -> Array:
    """Factors of mean 1 with a coefficient of variation: a gamma law, so that no order is negative.

    Gamma demand: Burgin 1975, Operational Research Quarterly 26:507.
    """
    if variation <= 0.0:
        return np.ones(size)
    shape = 1.0 / variation**2
    return rng.gamma(shape, 1.0 / shape, size)
