"""Draws of uncertain figures: from quantiles to values, law by law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from simulator.equations.graph import Array
from simulator.network import Figure, Point


def spread_values(point: Point, u: Array) -> Array:
    """Value of a point at each quantile ``u`` in (0, 1): the inverse of its law of distribution; its best value where u is NaN.

    Raises
    ------
    ValueError
        where the law is unknown.
    """
    if point.spread is None:
        return np.full(u.shape, point.best)
    return law_values(point.spread.kind, point.best, point.spread.parameters, u)


Value = float | Array
"""Of one point, or ``[point, 1]`` beside quantiles ``[point, draw]``."""


def law_values(kind: str, best: Value, parameters: Mapping[str, Value], u: Array) -> Array:
    """Values of one or many points of a law (see :class:`~simulator.network.Spread`) at quantiles; ``best`` where they are NaN.

    Raises
    ------
    ValueError
        where the law is unknown.
    """
    law = _LAWS.get(kind)
    if law is None:
        raise ValueError(f"kind(={kind!r}) must be one of {', '.join(sorted(_LAWS))}.")
    return np.where(np.isnan(u), best, law(best, parameters, u))


def _triangular(best: Value, p: Mapping[str, Value], u: Array) -> Array:
    low, high = p["low"], p["high"]
    width = high - low
    rising = low + np.sqrt(u * width * (best - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - best))
    return np.where(u * width < best - low, rising, falling)


def _pert(best: Value, p: Mapping[str, Value], u: Array) -> Array:
    from scipy.special import betaincinv  # imported here: few scenarios need it

    low, high = p["low"], p["high"]
    width = np.asarray(high - low)
    alpha = 1.0 + 4.0 * np.divide(best - low, width, out=np.zeros_like(width), where=width > 0.0)
    return np.asarray(low + width * betaincinv(alpha, 6.0 - alpha, u))


def _uniform(best: Value, p: Mapping[str, Value], u: Array) -> Array:
    return p["low"] + u * (p["high"] - p["low"])


def _normal(best: Value, p: Mapping[str, Value], u: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(p["mean"] + p["sd"] * ndtri(u))


def _lognormal(best: Value, p: Mapping[str, Value], u: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(p["median"] * p["gsd"] ** ndtri(u))


def _exponential(best: Value, p: Mapping[str, Value], u: Array) -> Array:
    return -p["mean"] * np.log1p(-u)


def _discrete(best: Value, p: Mapping[str, Value], u: Array) -> Array:
    found, reached = p["v0"] + np.zeros_like(u), p["p0"]
    for number in range(1, sum(1 for key in p if key.startswith("v"))):
        found = np.where(u >= reached, p[f"v{number}"], found)
        reached = reached + p[f"p{number}"]
    return found


_LAWS = {
    "triangular": _triangular,
    "pert": _pert,
    "uniform": _uniform,
    "normal": _normal,
    "lognormal": _lognormal,
    "exponential": _exponential,
    "discrete": _discrete,
}


def latin_hypercube(figures: Iterable[Figure], draws: int, seed: int) -> dict[str, Array]:
    """Quantiles of every uncertain figure, each in its own stream, one in each of ``draws`` equal bins.

    A figure's stream depends on its name and the seed alone, so that two scenarios with one seed meet the same luck
    (McKay, Beckman and Conover 1979, Technometrics 21:239).
    """
    from simulator.streams import stream

    out: dict[str, Array] = {}
    for figure in figures:
        if figure.uncertain and figure.name not in out:
            rng = stream(seed, figure.name)
            out[figure.name] = (rng.permutation(draws) + rng.random(draws)) / draws
    return out
