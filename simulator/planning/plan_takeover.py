"""A plan taken over: on the levers of a page, as near as their two marks allow, or exactly, as a scenario that extends."""

from __future__ import annotations

from pathlib import Path

from simulator.network import Scenario, Target
from simulator.planning.courses import courses
from simulator.planning.explore import changes
from simulator.planning.handles import Handles, Settings
from simulator.planning.manuscript import Manuscript, kept_texts, read
from simulator.planning.optimal_files import extending
from simulator.planning.own import OWN, Own
from simulator.planning.planned import Optimal
from simulator.planning.refused import RefusedError
from simulator.planning.roadmap import stretches
from simulator.planning.shelf import Opened
from simulator.planning.wish import OWN as OWN_TARGET
from simulator.reading import put
from simulator.units import parse_unit

_NEW = "_new"
"""Folder that a new scenario seems to lie in until it is kept; no kept one is named so."""
_FILE = "plan.yaml"
_PER = {"vehicle": "veh", "km": "km"}
"""Unit of what a target counts per."""


def on_handles(known: Handles, found: Optimal, settings: Settings) -> dict[str, int | str]:
    """Settings that put the levers where the plan has them: when each begins, and in whole per cent in its two years.

    ``settings`` : where handles stand now; prices and grids stay there.
    """
    plan = courses(found.planned)
    marks = {mark.key for one in known.levers for mark in one.all_marks}
    begins = {one.lever: one.first for one in stretches(found)}
    out: dict[str, int | str] = {key: value for key, value in settings.items() if key not in marks}
    for one in known.levers:
        course = plan[one.lever.name]
        for mark in one.marks:
            share = min(max(round(100.0 * float(course.plan[course.at(mark.year)])), mark.low), mark.high)
            if mark.movable and share != mark.default:
                out[mark.key] = share
        if one.start is not None and one.lever.name in begins:
            year = min(max(begins[one.lever.name], one.start.low), one.start.high)
            if year != one.start.default:
                out[one.start.key] = year
    return out


def as_text(found: Optimal, opened: Opened, parent: str, title: str, settings: Settings) -> str:
    """The plan as the text of a scenario that extends ``parent``; with moved prices and grids, and the target that was asked.

    ``title`` : of the new scenario.
    """
    text = extending(opened.filed.scenario, found.plan, parent)
    text = put(put(text, ("extends",), parent), ("title",), title)
    for path, value in changes(opened.filed.scenario, settings, opened.handles).items():
        section, _, rest = path.partition(".")
        name, _, key = rest.rpartition(".")
        if section == "policies":
            text = put(text, (section, name, key), value)
    own = found.scenario.targets.get(OWN_TARGET)
    if own is not None:
        text = put(text, ("targets", OWN_TARGET), stated(own))
    return put(text, ("optimize",), _asks(found))


def stated(target: Target) -> dict[str, object]:
    """A target as a scenario file states it."""
    said: dict[str, object] = {"kind": target.kind, "book": target.book}
    if target.view is not None:
        said["view"] = target.view
    years = (("by", target.by), ("from", target.start), ("to", target.end))
    said |= {key: year for key, year in years if year is not None}
    shares = (("residual", target.residual, "%"), ("cut", target.cut, "%"), ("a year", target.a_year, "%/yr"))
    said |= {key: f"{100.0 * share:.12g} {unit}" for key, share, unit in shares if share is not None}
    if target.at_most is not None:
        unit = {"budget": "kg", "intensity": f"kg/{_PER.get(target.per, 'veh')}"}.get(target.kind, "kg/yr")
        said["at most"] = f"{target.at_most:.12g} {unit}"
    if target.per != "total":
        said["per"] = target.per
    return said


def _asks(found: Optimal) -> dict[str, object]:
    asks = found.asks
    said: dict[str, object] = {"objective": asks.objective, "meet": list(asks.meet), "minimize": asks.minimize}
    if asks.spend_at_most is not None and len(asks.spend_at_most.points) == 1:
        said["spend at most"] = f"{asks.spend_at_most.points[0].best / parse_unit('MEUR').factor:.12g} MEUR/yr"
    return said


def kept(found: Optimal, opened: Opened, home: Own, name: str, title: str, settings: Settings) -> str:
    """Keep the plan among a reader's own scenarios; gives its name.

    Parameters
    ----------
    name : of the scenario that is opened; one of the reader's own is extended by a file beside it.

    Raises
    ------
    RefusedError
        where the reader has too many or no room left, or the text cannot be taken as it stands.
    """
    if name.startswith(OWN):
        path = home.path(name)
        file = _free(path.parent, path.stem)
        texts = {**home.texts(name), file: as_text(found, opened, path.name, title, settings)}
        _sound(Manuscript(home, path.parent, file, texts))
        before = set(home.listed())
        home.keep(name, {file: texts[file]})
        (new,) = set(home.listed()) - before
        return new
    text = as_text(found, opened, f"{name}.yaml", title, settings)
    manuscript = Manuscript(home, home.folder / _NEW, _FILE, {_FILE: text})
    return home.new(title, _FILE, kept_texts(manuscript, _sound(manuscript)))


def _sound(manuscript: Manuscript) -> Scenario:
    found = read(manuscript)
    if found.scenario is None:
        raise found.refused or RefusedError("plan_not_sound", why=found.faults[0].message)
    return found.scenario


def _free(folder: Path, stem: str) -> str:
    names = (f"{stem} plan{'' if number == 1 else f' {number}'}.yaml" for number in range(1, 1000))
    return next(name for name in names if not (folder / name).exists())


__all__ = ["as_text", "kept", "on_handles", "stated"]
