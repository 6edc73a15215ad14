"""Where a value comes from: who set it, what it overrode, how it runs over the years. The question behind ``decarb explain``."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.equations.recipes import DEFAULT_PATHWAY, pathways
from simulator.errors import QuestionError, nearest
from simulator.network import UNKNOWN, WORLD, Between, Origin, Scenario
from simulator.planning.leaves import Held, Leaf, everything, of_activity, text_of
from simulator.reading import Word, base_activity, words, written
from simulator.reference import rows

Rated = Mapping[tuple[str, int], int]
"""Quality of the library's rows by file and line."""
SET, LIBRARY = "--set", "library"
_LIBRARY = "reference/"
_NEAR = 4
"""Names that are offered in place of one that nobody knows."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one text, or the library, says of a value.

    Parameters
    ----------
    by : name of the file, ``--set``, or ``library``.
    file, line : where the value itself stands (in a table, its row).
    value : as written; empty where what was said before is taken away.
    like, through : the record it is copied from, and where that is said.
    quality : of the library's rating, 1 (best) to 5; None where nobody rated it.
    """

    by: str
    file: str
    line: int
    value: str
    like: str
    through: str
    source: str
    status: str
    note: str
    licence: str
    confidential: bool
    quality: int | None

    @property
    def place(self) -> str:
        """``file:line``, as far as known."""
        return SET if self.by == SET else f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Course:
    """A quantity over the years.

    Parameters
    ----------
    unit : of ``values``: pairs of year (age, where ``by_age``) and best value; of a constant one pair.
    begins : whether it is nothing before its first point; else it is held there.
    place, pathway, view : where it holds; empty: everywhere, on every pathway, in both views.
    spread : how far it may lie from its best value, in words; empty where it is certain.
    origin : of the figure.
    """

    unit: str
    values: tuple[tuple[float, float], ...]
    points: tuple[float, ...]
    between: Between
    by_age: bool
    begins: bool
    place: str
    pathway: str
    view: str
    spread: str
    origin: Stated


@dataclass(frozen=True, slots=True)
class Explained:
    """A value: who says it, the one that counts first (the rest is overridden), and its courses; none where it is no quantity."""

    path: str
    stated: tuple[Stated, ...]
    courses: tuple[Course, ...]
    elsewhere: int = 0
    """Courses of other places that are not told."""


def explain(scenario: Scenario, path: str) -> tuple[Explained, ...]:
    """Where a value comes from; for a record, each of its values.

    Parameters
    ----------
    path : as in ``--set``; of a library activity with or without ``activities.``; ``@ PLACE`` behind it asks for one place.

    Raises
    ------
    QuestionError
        where nothing has this path; the nearest ones are given.
    """
    known = everything(scenario)
    found, place = _found(known, path), ""
    if not found and "@" in path:
        asked, _, place = path.rpartition("@")
        found = _found(known, asked.strip())
        place = place.strip()
    if not found:
        raise QuestionError(f"nothing here is called `{path}`. " + _near(path, known))
    rated = _qualities()
    return tuple(_explained(scenario, leaf, place, rated) for leaf in found)


def _found(known: dict[str, Leaf], path: str) -> list[Leaf]:
    """The value of a path, the values below it, or the whole value that it is a point or item of."""
    for name in (path, f"activities.{path}"):
        below = [leaf for one, leaf in known.items() if one == name or one.startswith(f"{name}.")]
        if below:
            return below
    whole, _, last = path.rpartition(".")
    if whole and last.replace("-", "").isdecimal():
        return [known[whole]] if whole in known else _found(known, whole)
    return []


def _near(path: str, known: dict[str, Leaf]) -> str:
    """What may have been meant: whole paths, and paths whose last words are those asked for."""
    paths = [*known, *dict.fromkeys(".".join(leaf.trail[:2]) for leaf in known.values())]
    names = {
        name.removeprefix(short).casefold(): name.removeprefix(short) for name in paths for short in ("", "activities.")
    }
    close = difflib.get_close_matches(path.casefold(), names, n=_NEAR, cutoff=0.6)
    held = [name for name in names if path.casefold() in name][:_NEAR]
    offered = list(dict.fromkeys(names[name] for name in (*close, *held)))[:_NEAR]
    return "Nearest: " + ", ".join(f"`{name}`" for name in offered) if offered else "Paths are those of `--set`."


def _explained(scenario: Scenario, leaf: Leaf, place: str, rated: Rated) -> Explained:
    held = _at(scenario, leaf, place)
    texts = [_of_text(scenario, leaf, word) for word in words(text_of(scenario), leaf.trail)]
    # a recipe of a narrower place takes over what holds around it: the same row is told once
    library = dict.fromkeys(_of_library(scenario, leaf, one, rated) for one in _of_base(scenario, leaf, held))
    courses = tuple(_course(scenario, one, rated) for one in held)
    return Explained(leaf.path, (*texts, *library), courses, len(leaf.held) - len(held))


def _at(scenario: Scenario, leaf: Leaf, place: str) -> list[Held]:
    """The figures that hold (around a place, where one is asked for) on the pathways that grids follow."""
    if place and place not in scenario.places:
        raise QuestionError(f"nobody knows the place `{place}`. {nearest(place, scenario.places)}")
    followed = pathways(scenario)

    def held(one: Held) -> bool:
        around = scenario.places.upward(place or one.place or WORLD)
        return one.pathway in ("", next((followed[at] for at in around if at in followed), DEFAULT_PATHWAY))

    found = [one for one in leaf.held if held(one)]
    for at in scenario.places.upward(place) if place else ():
        here = [one for one in found if (one.place or WORLD) == at]
        if here:
            return here
    return found


def _of_text(scenario: Scenario, leaf: Leaf, word: Word) -> Stated:
    """What a text says. Points that are set bear no source; the path that they stand in keeps its own."""
    value = "" if word.node is None else written(word.node)
    origin = text_of(scenario).desk.reader.origin(word.at)
    if word.by == SET and origin.file != SET:
        origin = replace(UNKNOWN, note="points that were set, the others as below", confidential=origin.confidential)
    return _stated(origin, word.by, value, word.like, _through(scenario, leaf) if word.like else "")


def _through(scenario: Scenario, leaf: Leaf) -> str:
    """Where a record says what it is like."""
    said = next(words(text_of(scenario), (*leaf.trail[:2], "like")), None)
    return "" if said is None else f"{said.at.file.name}:{said.at.line}"


def _of_base(scenario: Scenario, leaf: Leaf, held: Sequence[Held]) -> list[Held]:
    """The library's figures on a value: those that hold, or those that a text stands over."""
    own = [one for one in held if one.figure.origin.file.startswith(_LIBRARY)]
    base = base_activity(text_of(scenario), leaf.trail[1]) if leaf.trail[0] == "activities" and leaf.node else None
    if own or base is None:
        return own
    wanted = ".".join(("activities", base.name, *leaf.trail[2:]))
    return [held for path, held in of_activity(scenario, base) if path == wanted]


def _of_library(scenario: Scenario, leaf: Leaf, held: Held, rated: Rated) -> Stated:
    figure = held.figure
    shown = "; ".join(_number(held, point.best) for point in figure.points[:3])
    value = f"{shown}{' ...' if len(figure.points) > 3 else ''} {held.unit}"
    base = figure.name.partition(".")[0]
    like = base if leaf.trail[0] == "activities" and base != leaf.trail[1] else ""
    quality = rated.get((figure.origin.file, figure.origin.line))
    return _stated(figure.origin, LIBRARY, value, like, _through(scenario, leaf) if like else "", quality)


def _stated(
    origin: Origin, by: str = "", value: str = "", like: str = "", through: str = "", quality: int | None = None
) -> Stated:
    o = origin
    about = (o.source, o.status, o.note, o.licence, o.confidential)
    return Stated(by, o.file, o.line, value, like, through, *about, quality)


def _course(scenario: Scenario, held: Held, rated: Rated) -> Course:
    figure = held.figure
    points = tuple(point.x for point in figure.points)
    years = points if held.by_age or figure.constant else tuple(map(float, scenario.years.tables))
    origin = _stated(figure.origin, quality=rated.get((figure.origin.file, figure.origin.line)))
    return Course(
        held.unit,
        tuple(held.at(years).items()),
        points,
        figure.between,
        held.by_age,
        held.begins,
        held.place,
        held.pathway,
        held.view,
        _spread(held),
        origin,
    )


def _spread(held: Held) -> str:
    laws = [(point.x, point.spread) for point in held.figure.points if point.spread is not None]
    if not laws:
        return ""
    x, law = laws[-1]
    plain = ("gsd", *(name for name in law.parameters if name.startswith("p")))
    said = ", ".join(
        f"{name} {value * (1.0 if name in plain else held.scale):.6g}" for name, value in law.parameters.items()
    )
    return f"{law.kind} ({said})" + ("" if held.figure.constant else f" in {x:g}")


def _number(held: Held, value: float) -> str:
    return f"{value * held.scale:.6g}"


def _qualities() -> Rated:
    """The library's rating of its rows, by file and line."""
    return {(f"{_LIBRARY}{row.table}.csv", row.line): row.quality for row in rows() if row.quality}


__all__ = ["Course", "Explained", "Stated", "explain"]
