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
    law = _LAWS.get(point.spread.kind)
    if law is None:
        raise ValueError(f"kind(={point.spread.kind!r}) must be one of {', '.join(sorted(_LAWS))}.")
    return np.where(np.isnan(u), point.best, law(point.best, point.spread.parameters, u))


def _triangular(best: float, p: Mapping[str, float], u: Array) -> Array:
    low, high = p["low"], p["high"]
    if high == low:
        return np.full(u.shape, best)
    turn = (best - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (best - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - best))
    return np.where(u < turn, rising, falling)


def _pert(best: float, p: Mapping[str, float], u: Array) -> Array:
    from scipy.special import betaincinv  # imported here: few scenarios need it

    low, high = p["low"], p["high"]
    if high == low:
        return np.full(u.shape, best)
    alpha = 1.0 + 4.0 * (best - low) / (high - low)
    return np.asarray(low + (high - low) * betaincinv(alpha, 6.0 - alpha, u))


def _uniform(best: float, p: Mapping[str, float], u: Array) -> Array:
    return p["low"] + u * (p["high"] - p["low"])


def _normal(best: float, p: Mapping[str, float], u: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(p["mean"] + p["sd"] * ndtri(u))


def _lognormal(best: float, p: Mapping[str, float], u: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(p["median"] * p["gsd"] ** ndtri(u))


def _exponential(best: float, p: Mapping[str, float], u: Array) -> Array:
    return -p["mean"] * np.log1p(-u)


def _discrete(best: float, p: Mapping[str, float], u: Array) -> Array:
    count = sum(1 for key in p if key.startswith("v"))
    values = np.array([p[f"v{i}"] for i in range(count)])
    steps = np.cumsum([p[f"p{i}"] for i in range(count)])
    return values[np.minimum(np.searchsorted(steps, u, side="right"), count - 1)]


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
