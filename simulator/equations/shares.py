"""Shares of every mix over the years: the rule by which levers draw on givers (METHOD, "Mix under several levers")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from simulator.equations.arrays import Reader
from simulator.equations.graph import Array, Graph, Index, Supply
from simulator.equations.memory import Memory
from simulator.equations.sums import Sums, sums
from simulator.equations.supplies import IMPROVED
from simulator.network import Figure, Lever, Scenario, Shift

_EXACT = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shares by row of the graph's options, ``[row, draw * year]``.

    Parameters
    ----------
    resolved : as the levers set them.
    base : without levers.
    held_back : supplies (by name) whose levers had to be scaled, with the smallest common factor [1].
    """

    resolved: Array
    base: Array
    held_back: Mapping[str, float]


def resolve(graph: Graph, scenario: Scenario, years: Array, quantiles: Mapping[str, Array] | None = None) -> Shares:
    """Shares of all supplies.

    Parameters
    ----------
    years : network year of each column [yr].
    quantiles : draws of uncertain figures by name, each ``[draw]``.
    """
    at = Reader(years, quantiles)
    if quantiles and not _uncertain(graph, scenario):
        best = resolve(graph, scenario, years)
        return Shares(np.tile(best.resolved, (1, at.draws)), np.tile(best.base, (1, at.draws)), best.held_back)
    fixed = (
        _fixed.get((graph,), lambda: _fix(graph, scenario, at), years.tolist())
        if quantiles is None
        else _fix(graph, scenario, at)
    )
    pairs, resolved = fixed.pairs, fixed.base.copy()
    if not len(pairs.target):
        return Shares(resolved, fixed.base, {})
    move = _moves(pairs, [scenario.levers[name] for name in pairs.levers], fixed.base, at)
    theta = _theta(pairs, fixed.base, move)
    if theta is None:
        return Shares(_moved(pairs, resolved, move), fixed.base, {})
    least = np.minimum.reduceat(theta.min(axis=1), pairs.begins)
    held = {graph.supplies[pairs.supplies[at]].name: float(least[at]) for at in np.flatnonzero(least < 1.0 - _EXACT)}
    return Shares(_moved(pairs, resolved, move * theta), fixed.base, held)


def _uncertain(graph: Graph, scenario: Scenario) -> bool:
    """Whether any share is drawn at all."""
    shares = (share for supply in graph.supplies for share in supply.mix.shares.values())
    aims = (lever.share for lever in scenario.levers.values())
    return any(figure is not None and figure.uncertain for figure in chain(shares, aims))


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Each supply with each lever that reaches it, supply by supply, and what the options of the supply give to it.

    Parameters
    ----------
    levers : names; ``supplies``: numbers.
    lever, target : position among the levers, and row of the option that it aims at, ``[pair]``.
    begins : the first pair of each supply.
    pair, option : of each option that gives something to a lever, and ``part`` of what it moves, ``[giver, column]``.
    gives : whether anything gives at all, ``[pair, column]``.
    first : first giver of each pair that has one, ``fed``: those pairs.
    taken, aimed : sums of givers and of pairs by option.
    """

    levers: tuple[str, ...]
    supplies: tuple[int, ...]
    lever: Index
    target: Index
    begins: Index
    pair: Index
    option: Index
    part: Array
    gives: NDArray[np.bool_]
    first: Index
    fed: Index
    taken: Sums
    aimed: Sums


@dataclass(frozen=True, slots=True, eq=False)
class _Fixed:
    """What does not depend on how far levers go: shares without levers, ``[row, column]``, and who can give to them."""

    base: Array
    pairs: _Pairs


_fixed: Memory[_Fixed] = Memory()


def _fix(graph: Graph, scenario: Scenario, at: Reader) -> _Fixed:
    base = np.concatenate([_base(supply, at) for supply in graph.supplies])
    return _Fixed(base, _pairs(graph, scenario, base))


def _pairs(graph: Graph, scenario: Scenario, base: Array) -> _Pairs:
    supplies = [number for number, supply in enumerate(graph.supplies) if supply.levers]
    levers = tuple(dict.fromkeys(name for number in supplies for name in graph.supplies[number].levers))
    place = {name: row for row, name in enumerate(levers)}
    rows: dict[str, list[int]] = {name: [] for name in ("lever", "target", "begins", "pair", "option")}
    part, gives = [base[:0]], [np.zeros((0, base.shape[1]), dtype=bool)]
    for number in supplies:
        supply, offset = graph.supplies[number], graph.offsets[number]
        reaching, here = [scenario.levers[name] for name in supply.levers], base[offset : offset + len(supply.options)]
        aims = [target(supply, each) for each in reaching]
        rows["begins"].append(len(rows["lever"]))
        for name, each, aim in zip(supply.levers, reaching, aims, strict=True):
            given = givers(supply, each, here, set(aims))
            some = np.flatnonzero(given.any(axis=1))
            rows["pair"] += [len(rows["lever"])] * len(some)
            rows["option"] += (offset + some).tolist()
            part.append(given[some])
            gives.append((given.sum(axis=0) > 0.0)[None])
            rows["lever"].append(place[name])
            rows["target"].append(offset + aim)
    at = {name: np.array(each, dtype=np.intp) for name, each in rows.items()}
    fed, first = np.unique(at["pair"], return_index=True)
    takes, aimed = (sums(at[name], len(base)) for name in ("option", "target"))
    return _Pairs(
        levers,
        tuple(supplies),
        **at,
        part=np.concatenate(part),
        gives=np.concatenate(gives),
        first=first,
        fed=fed,
        taken=takes,
        aimed=aimed,
    )


def _base(supply: Supply, at: Reader) -> Array:
    if supply.claim:
        return _in_place(supply, at)
    out = np.zeros((len(supply.options), at.draws * len(at.years)))
    rest = None
    for position, option in enumerate(supply.options):
        share = supply.mix.shares.get(option)
        if share is not None:
            out[position] = at.flat(share)
        elif option in supply.mix.shares:
            rest = position
    if rest is not None:
        out[rest] = 1.0 - out.sum(axis=0)
    elif at.quantiles:
        out /= out.sum(axis=0)  # uncertain shares without a rest are drawn apart: keep them on the simplex
    return out


def _in_place(supply: Supply, at: Reader) -> Array:
    """Parts of the mix that stand in for a claim, scaled to 1; evenly where the mix holds nothing of them."""
    whole = dict(zip(supply.mix.shares, _base(Supply(supply.mix, (), tuple(supply.mix.shares)), at), strict=True))
    none = np.zeros(at.draws * len(at.years))
    parts = np.stack([whole.get(option, none) for option in supply.options])
    return proportions(np.where(parts.sum(axis=0) > 0.0, parts, 1.0))


def _moves(pairs: _Pairs, levers: list[Lever], base: Array, at: Reader) -> Array:
    """What each lever would move in each supply, ``[pair, column]``; it is read once for all supplies that it reaches."""
    columns, aims = at.columns, np.zeros((len(levers), base.shape[1]))
    acts = np.zeros(aims.shape, dtype=bool)
    for row, lever in enumerate(levers):
        if lever.share is not None:
            aims[row], acts[row] = at.flat(lever.share), columns >= np.floor(lever.share.first)
    held = base[pairs.target]
    out: Array = np.where(acts[pairs.lever], aims[pairs.lever] - held, 0.0)
    for row, number in enumerate(pairs.lever.tolist()):
        if levers[number].late > 0.0:
            out[row] = _move(levers[number], held[row], at)
    return out


def _moved(pairs: _Pairs, shares: Array, move: Array) -> Array:
    """Shares after the levers; those without are written over."""
    shares -= pairs.taken(move[pairs.pair] * pairs.part)
    shares += pairs.aimed(move)
    return shares


def target(supply: Supply, lever: Lever) -> int:
    """Position of the option that a lever aims at."""
    to = lever.action.to if isinstance(lever.action, Shift) else IMPROVED
    return supply.options.index(to)


def _move(lever: Lever, base: Array, at: Reader) -> Array:
    """What the lever moves [1]: nothing where it is only on offer, and before the first year it names."""
    if lever.share is None:
        return np.zeros(at.draws * len(at.years))
    if lever.late > 0.0:
        return _late(lever, lever.share, base, at)
    return np.where(at.columns >= np.floor(lever.share.first), at.flat(lever.share) - base, 0.0)


def _late(lever: Lever, share: Figure, base: Array, at: Reader) -> Array:
    """What a lever moves that takes effect later than planned.

    The network holds for a year, so what was planned for a year and comes ``w + f`` years late (``f`` a fraction) acts in the
    part ``1 - f`` of the ``w``-th year after it, and in full from the next on. It never holds less than the mix without it.
    """
    whole = np.floor(lever.late)
    out = np.zeros(at.draws * len(at.years))
    for lag, part in ((whole, 1.0 - lever.late + whole), (whole + 1.0, lever.late - whole)):
        then = Reader(at.years - lag, at.quantiles)
        planned = np.where(then.columns >= np.floor(share.first), then.flat(share) - base, 0.0)
        out += part * np.maximum(planned, 0.0)
    return out


def adoption(lever: Lever, years: Array, quantiles: Mapping[str, Array] | None = None) -> Array:
    """How far an improvement is rolled out, ``[draw, year]``; nothing before the first year it names."""
    at = Reader(years, quantiles)
    return _move(lever, np.zeros(1), at).reshape(at.draws, len(years))


def givers(supply: Supply, lever: Lever, base: Array, aimed: set[int]) -> Array:
    """Part of what a lever moves that each option gives, ``[option, column]``: in proportion to base shares."""
    named = lever.action.givers if isinstance(lever.action, Shift) else None
    gives = [
        position not in aimed and (named is None or option in named) for position, option in enumerate(supply.options)
    ]
    return proportions(np.where(np.array(gives)[:, None], base, 0.0))


def proportions(parts: Array) -> Array:
    """Each part's share of their sum over the first axis; 0 where the sum is 0."""
    total = parts.sum(axis=0)
    out: Array = np.divide(parts, total, out=np.zeros_like(parts), where=total > 0.0)
    return out


def _theta(pairs: _Pairs, base: Array, move: Array) -> Array | None:
    """Factor of each lever in each supply, ``[pair, column]``: 1 unless a giver would fall below 0. None: 1 everywhere."""
    taken = pairs.taken(move[pairs.pair] * pairs.part)
    short = taken > base + _EXACT
    if not short.any() and bool(pairs.gives[move != 0.0].all()):
        return None
    by_giver = np.where(short, np.divide(base, taken, out=np.ones_like(base), where=taken > 0.0), 1.0)
    out = np.ones_like(move)
    if len(pairs.first):
        each = np.where(pairs.part > 0.0, by_giver[pairs.option], 1.0)
        out[pairs.fed] = np.minimum.reduceat(each, pairs.first)
    return np.where(pairs.gives | (move <= 0.0), out, 0.0)
