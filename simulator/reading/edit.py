"""One value of a text put or dropped; comments, order and every other character stay as they are.

The text is read as events, which know where each value begins and ends. After a change the text is read again: what it then
says must be what was meant, else the change is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from simulator.errors import QuestionError, ScenarioError
from simulator.reading.faults import Faults
from simulator.reading.tree import File, plain
from simulator.reading.write import flow
from simulator.reading.yaml import compose

Trail = Sequence[str]
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_STEP = 2
"""Spaces by which a level is set in, where the text does not show how."""


@dataclass(slots=True)
class _Span:
    """A value in the text, as offsets; ``flow``: written in brackets; ``empty``: nothing stands there."""

    start: int
    end: int
    flow: bool = True
    empty: bool = False
    column: int = 0
    items: dict[str, _Item] | None = None


@dataclass(slots=True)
class _Item:
    """A key of a map and its value."""

    start: int
    end: int
    value: _Span = field(default_factory=lambda: _Span(0, 0))


def put(text: str, trail: Trail, value: Any) -> str:
    """The text with a value at a place; levels that are not there yet are added.

    Parameters
    ----------
    value : text, number, list or map of them, as :func:`simulator.vary` takes it; it is written on one line.

    Raises
    ------
    QuestionError
        where the text is no YAML, or says the place in a way that cannot be changed alone (an alias, a merged list).
    """
    text = text.removeprefix("\ufeff")
    before = _said(text)
    root = _root(text)
    found, rest = _deepest(root, trail)
    if not rest:
        changed = _replaced(text, found, flow(value))
    elif found.value.items is None and not found.value.empty:
        raise QuestionError(f"`{'.'.join(trail)}`: the text holds one value there, not a map.")
    else:
        changed = _inserted(text, root, found, rest, flow(value))
    return _checked(changed, _with(before, trail, _said(flow({"value": value}))["value"]), trail)


def look(text: str, trail: Trail) -> Any:
    """What a text itself says of a place, as plain maps, lists and scalars; None where it says nothing, or is no YAML."""
    try:
        here = _said(text.removeprefix("\ufeff"))
    except QuestionError:
        return None
    for key in trail:
        here = here.get(key) if isinstance(here, Mapping) else None
    return here


def drop(text: str, trail: Trail) -> str:
    """The text without a key and what stands under it; a map that is then empty goes, too. One that is not there is no change.

    Raises
    ------
    QuestionError
        as :func:`put`.
    """
    text = text.removeprefix("\ufeff")
    before, root = _said(text), _root(text)
    at, rest = list(trail), _deepest(root, trail)[1]
    if rest:
        return text
    while len(at) > 1 and len(_deepest(root, at[:-1])[0].value.items or {}) == 1:
        at.pop()
    parent = _deepest(root, at[:-1])[0].value
    assert parent.items is not None
    changed = _cut_pair(text, parent, at[-1]) if parent.flow else _cut_lines(text, parent.items[at[-1]])
    return _checked(changed, _without(before, at), trail)


# ---- where things stand ------------------------------------------------------------------------------------------


def _said(text: str) -> Any:
    """What a text says, as plain maps, lists and scalars.

    Raises
    ------
    QuestionError
        where it is no YAML.
    """
    faults = Faults()
    try:
        root = compose(text, File("", ()), faults)
        faults.stop()
    except ScenarioError as error:
        first = error.faults[0]
        raise QuestionError(f"the text is no sound YAML: line {first.line}, {first.message}.") from None
    return plain(root)


def _root(text: str) -> _Span:
    parser = yaml.CSafeLoader(text)
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    parser.get_event()
    event = parser.get_event()
    if not isinstance(event, yaml.DocumentStartEvent):
        return _Span(len(text), len(text), flow=False, items={})
    return _span(parser, parser.get_event(), text, starts)


def _span(parser: Any, event: Any, text: str, starts: list[int]) -> _Span:
    start = _offset(event.start_mark, starts)
    if isinstance(event, yaml.MappingStartEvent):
        return _map(parser, event, text, starts)
    if isinstance(event, yaml.SequenceStartEvent):
        end = start
        while not isinstance(one := parser.get_event(), yaml.SequenceEndEvent):
            end = _span(parser, one, text, starts).end
        return _Span(start, _offset(one.end_mark, starts) if event.flow_style else end, flow=bool(event.flow_style))
    end = _offset(event.end_mark, starts)
    if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
        end = start + len(text[start:end].rstrip())
    return _Span(start, end, empty=isinstance(event, yaml.ScalarEvent) and not event.value and start == end)


def _map(parser: Any, event: Any, text: str, starts: list[int]) -> _Span:
    start = end = _offset(event.start_mark, starts)
    items: dict[str, _Item] = {}
    while not isinstance(key := parser.get_event(), yaml.MappingEndEvent):
        value = _span(parser, parser.get_event(), text, starts)
        items[key.value] = _Item(_offset(key.start_mark, starts), _offset(key.end_mark, starts), value)
        end = max(value.end, _offset(key.end_mark, starts))
    if event.flow_style:
        return _Span(start, _offset(key.end_mark, starts), items=items)
    first = next(iter(items.values())).start
    column = first - (max(at for at in starts if at <= first))
    return _Span(start, end, flow=False, column=column, items=items)


def _offset(mark: Any, starts: list[int]) -> int:
    return int(starts[mark.line] + mark.column) if mark.line < len(starts) else int(starts[-1])


def _deepest(root: _Span, trail: Trail) -> tuple[_Item, list[str]]:
    """The deepest place of a trail that the text holds, and what is left of the trail."""
    here, rest = _Item(root.start, root.start, root), list(trail)
    while rest and here.value.items is not None and rest[0] in here.value.items:
        here = here.value.items[rest.pop(0)]
    return here, rest


# ---- changing the text -------------------------------------------------------------------------------------------


def _replaced(text: str, item: _Item, new: str) -> str:
    """Another value in place of one; one that stands on lines of its own moves behind its key."""
    span = item.value
    if span.flow and not span.empty and "\n" not in text[item.end : span.start]:
        return text[: span.start] + new + text[span.end :]
    colon = text.index(":", item.end) + 1
    return f"{text[:colon]} {new}{text[max(span.end, colon) :]}"


def _inserted(text: str, root: _Span, item: _Item, rest: list[str], new: str) -> str:
    """A key that is not there yet, behind the last one of its map."""
    span = item.value
    if span.items is not None and span.flow:
        return _into_brackets(text, span, rest, new)
    if span.items:
        column, at = span.column, _line_end(text, span.end)
    elif span is root:
        return text.rstrip("\n") + ("\n" if text.strip() else "") + _lines(rest, new, 0) + "\n"
    else:
        colon = text.index(":", item.end) + 1
        column, at = _column(text, item.start) + _STEP, _line_end(text, colon)
    gap = "\n\n" if span is root and len(rest) > 1 else "\n"
    return text[:at].rstrip("\r") + gap + _lines(rest, new, column) + (text[at:] or "\n")


def _into_brackets(text: str, span: _Span, rest: list[str], new: str) -> str:
    """A pair behind the last one of a map in brackets."""
    nested = new
    for name in reversed(rest[1:]):
        nested = "{" + f"{_key(name)}: {nested}" + "}"
    pair = f"{_key(rest[0])}: {nested}"
    if not span.items:
        return text[: span.start] + "{" + pair + "}" + text[span.end :]
    last = max(max(one.value.end, one.end) for one in span.items.values())
    return f"{text[:last]}, {pair}{text[last:]}"


def _lines(rest: Sequence[str], new: str, column: int) -> str:
    """Keys below one another, each set in by a step, the value behind the last one."""
    names = [f"{' ' * (column + _STEP * depth)}{_key(name)}:" for depth, name in enumerate(rest)]
    return "\n".join(names) + f" {new}"


def _cut_lines(text: str, item: _Item) -> str:
    """Without a key and its value, each on lines of their own."""
    start = item.start - _column(text, item.start)
    end = _line_end(text, max(item.value.end, item.end))
    return text[:start] + text[end:].removeprefix("\r").removeprefix("\n")


def _cut_pair(text: str, span: _Span, key: str) -> str:
    """Without a pair of a map in brackets, and one comma less."""
    items = list((span.items or {}).values())
    at = next(number for number, name in enumerate(span.items or {}) if name == key)
    if at + 1 < len(items):
        return text[: items[at].start] + text[items[at + 1].start :]
    before = items[at - 1]
    return text[: max(before.value.end, before.end)] + text[max(items[at].value.end, items[at].end) :]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _column(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _key(name: str) -> str:
    return flow({name: 0})[1:-1].rpartition(":")[0]


# ---- what must come of it ----------------------------------------------------------------------------------------


def _with(said: Any, trail: Trail, value: Any) -> Any:
    if not trail:
        return value
    held = said if isinstance(said, Mapping) else {}
    return {**held, trail[0]: _with(held.get(trail[0]), trail[1:], value)}


def _without(said: Any, trail: Trail) -> Any:
    if len(trail) == 1:
        left = {key: value for key, value in said.items() if key != trail[0]}
        return left or None
    return {**said, trail[0]: _without(said[trail[0]], trail[1:])}


def _checked(text: str, meant: Any, trail: Trail) -> str:
    """The text, where it says what was meant.

    Raises
    ------
    QuestionError
        where it does not.
    """
    try:
        said = _said(text)
    except QuestionError:
        said = None
    if said != meant:
        raise QuestionError(f"`{'.'.join(trail)}` is written in a way that only the source can change.")
    return text


__all__ = ["drop", "look", "put"]
