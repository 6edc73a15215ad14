"""Places: a tree from the world down to provinces; sites hang below their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

WORLD = "world"


@dataclass(frozen=True, slots=True)
class Place:
    """A country, province or region.

    Parameters
    ----------
    name : code (``CN-SN``, ``DE``) or name (``EU``, ``Asia``).
    within : the next wider place; None for the world.
    title : what is shown.
    """

    name: str
    within: str | None
    title: str = ""


class Places:
    """The tree of places, asked upward: from the nearest to the world."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = dict(places)
        self._upward: dict[str, tuple[str, ...]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __getitem__(self, name: str) -> Place:
        return self._places[name]

    def upward(self, name: str) -> tuple[str, ...]:
        """The place itself, then each wider one, up to the world.

        Raises
        ------
        KeyError
            where the tree does not hold ``name``.
        """
        if name not in self._upward:
            wider = self._places[name].within
            self._upward[name] = (name,) if wider is None else (name, *self.upward(wider))
        return self._upward[name]

    def inside(self, name: str, wider: str) -> bool:
        """Whether ``name`` is ``wider`` or lies in it."""
        return wider in self.upward(name)
