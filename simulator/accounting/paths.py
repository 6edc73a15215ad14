"""Structural paths: what a car or a year causes, opened link by link along the chain, down to a cut-off.

Structural path analysis (G. J. Treloar 1997, Economic Systems Research 9:375; M. Lenzen 2007, Ecological Modelling
200:334) unravels ``f (1 - W)^-1 e = f e + f W e + f W W e + ...`` into its single terms. A branch is opened while what it
causes with all that lies behind it reaches the cut-off, largest first; the rest is told as a remainder, so nothing is lost. A
loop is walked round until what is left of it falls below the cut-off.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from simulator.accounting.links import Links, Units
from simulator.accounting.roots import Root
from simulator.equations.graph import Array
from simulator.ledger import Node

MOST = 20_000
"""Branches opened at most: a guard for cut-offs near 0, which the order (largest first) makes harmless."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way down the chain; what it is worth adds up over all years (each in its own network).

    Parameters
    ----------
    section : what the car or the year asks for: build, use, ...; empty for the whole.
    links : from the last maker down to the one at the end.
    above : position of the path without its last link; -1 for the whole.
    own : let out at the end of the path [kg CO2e]; ``whole`` : with all that lies behind it.
    rest : of what lies behind it, the part that is not opened further.
    unproven : the part of ``own`` that rests on unproven factors [kg CO2e].
    """

    section: str
    links: tuple[Node, ...]
    above: int
    own: float
    whole: float
    rest: float
    unproven: float

    @property
    def upstream(self) -> float:
        """What lies behind the end of the path [kg CO2e]."""
        return self.whole - self.own


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """All paths that reach the cut-off, the whole first, each after the one above it; ``own`` and ``rest`` add up to all."""

    paths: tuple[Path, ...]
    total: float

    @property
    def opened(self) -> float:
        """What is let out at the ends of the paths [kg CO2e]."""
        return float(sum(path.own for path in self.paths))

    @property
    def rest(self) -> float:
        """What lies below the cut-off [kg CO2e]."""
        return float(sum(path.rest for path in self.paths))


@dataclass(slots=True, eq=False)
class _Branch:
    """A branch while it grows: makers of one label that it ends at, with their units."""

    section: str
    links: tuple[Node, ...]
    above: int
    units: Units
    whole: float
    rest: float = 0.0


def open_paths(links: Links, roots: Sequence[Root], cut_off: float, depth: int | None = None) -> Paths:
    """Open the chain behind some roots, largest branch first.

    Parameters
    ----------
    links : of one draw.
    cut_off : share of the total [1], above 0, that a branch must reach with all behind it to be opened.
    depth : most links of a path; None: as many as the cut-off lets through.
    """
    trunk = [(section, units, _caused(links, units)) for section, units in _sections(links, roots).items()]
    total = sum(whole for *_, whole in trunk)
    least = cut_off * abs(total)
    found = [_Branch("", (), -1, {}, total)]
    waiting: list[tuple[float, int, _Branch]] = []
    order = count()  # branches of one size in the order in which they were met

    def offer(branch: _Branch) -> None:
        if abs(branch.whole) < least or (depth is not None and len(branch.links) > depth):
            found[branch.above].rest += branch.whole
        else:
            heapq.heappush(waiting, (-abs(branch.whole), next(order), branch))

    for section, units, whole in trunk:
        offer(_Branch(section, (), 0, units, whole))
    while waiting:
        branch = heapq.heappop(waiting)[-1]
        if len(found) > MOST:
            found[branch.above].rest += branch.whole
            continue
        found.append(branch)
        for node, units in _behind(links, branch.section, branch.links, branch.units):
            offer(_Branch(branch.section, (*branch.links, node), len(found) - 1, units, _caused(links, units)))
    return Paths(tuple(_told(links, branch) for branch in found), total)


def _sections(links: Links, roots: Sequence[Root]) -> dict[str, Units]:
    """What each section asks of the links at which it enters."""
    out: dict[str, Units] = {}
    for root in roots:
        mine = out.setdefault(root.section, {})
        for maker, units in links.enters(root).items():
            mine[maker] = mine[maker] + units if maker in mine else units
    return out


def _behind(links: Links, section: str, above: tuple[Node, ...], units: Units) -> Iterator[tuple[Node, Units]]:
    """The links behind the end of a branch, makers with the same label together."""
    out: dict[int, Units] = {}
    owner = links.shape.of
    if not above:
        for maker, made in units.items():
            out.setdefault(int(owner[maker]), {})[maker] = made
    else:
        for maker, made in units.items():
            for behind, weight in links.draws(maker).items():
                mine = out.setdefault(int(owner[behind]), {})
                more = made * weight
                mine[behind] = mine[behind] + more if behind in mine else more
    return ((links.shape.nodes[node], mine) for node, mine in out.items())


def _caused(links: Links, units: Units) -> float:
    """What some units cause with all behind them, all years together [kg CO2e]."""
    return float(sum(made @ links.whole[maker] for maker, made in units.items()))


def _told(links: Links, branch: _Branch) -> Path:
    own = sum(float(made @ links.own[maker]) for maker, made in branch.units.items()) if branch.links else 0.0
    unproven = sum(float(made @ links.unproven[maker]) for maker, made in branch.units.items()) if branch.links else 0.0
    return Path(branch.section, branch.links, branch.above, own, branch.whole, branch.rest, unproven)


def followed(links: Links, roots: Sequence[Root], paths: Paths) -> tuple[Array, Array]:
    """The same paths in other worlds: what is let out at their ends, and with all behind them, ``[path, draw]`` [kg CO2e]."""
    sections = _sections(links, roots)
    ends: list[Units] = [{} for _ in paths.paths]
    at = {(path.above, path.section, path.links[-1:]): row for row, path in enumerate(paths.paths)}
    parents = {path.above for path in paths.paths if path.above >= 0}
    own, whole = np.zeros((2, len(paths.paths), links.solved.draws))
    for row, path in enumerate(paths.paths):
        if not path.links:
            ends[row] = sections.get(path.section, {})
        own[row] = _by_draw(links, ends[row], links.own) if path.links else 0.0
        whole[row] = _by_draw(links, ends[row], links.whole)
        if row in parents and path.section:
            for node, units in _behind(links, path.section, path.links, ends[row]):
                if (below := at.get((row, path.section, (node,)))) is not None:
                    ends[below] = units
    whole[0] = sum((_by_draw(links, units, links.whole) for units in sections.values()), start=np.zeros(1))
    return own, whole


def _by_draw(links: Links, units: Units, each: Array) -> Array:
    """What some units cause at ``each`` ``[maker, column]``, all years of a draw together ``[draw]``."""
    out = np.zeros(links.solved.draws)
    for maker, made in units.items():
        out += (made * each[maker]).reshape(len(out), -1).sum(axis=1)
    return out


__all__ = ["MOST", "Path", "Paths", "followed", "open_paths"]
