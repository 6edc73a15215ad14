"""Shapes are checked by the models of the language; what they find becomes faults with a position."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from simulator.reading.faults import Faults
from simulator.reading.tree import RESERVED, Node, plain

_NAME = re.compile(r"[^\W_][\w '\-]*\Z")
_KINDS = {"string": "a text", "int": "a whole number", "float": "a number", "bool": "true or false", "dict": "a map",
          "list": "a list", "model": "a map"}  # fmt: skip


def shape(model: type[BaseModel], node: Node, path: str, faults: Faults) -> None:
    """Check a record against its model; each thing wrong becomes a fault at its key or value."""
    try:
        model.model_validate(plain(node))
    except ValidationError as error:
        for found in error.errors(include_url=False, include_context=True, include_input=True):
            _fault(model, node, path, found, faults)


def _fault(model: type[BaseModel], root: Node, path: str, found: Any, faults: Faults) -> None:
    loc: tuple[str | int, ...] = found["loc"]
    kind: str = found["type"]
    node, trail = _walk(root, loc)
    here = ".".join([*([path] if path else []), *trail])
    if kind == "extra_forbidden":
        names = _fields(model, loc[:-1])
        faults.add("E-KEY-001", f"`{loc[-1]}` is no key here", node, path=here, key=True,
                   expected="one of " + ", ".join(sorted(names)), hint=_moved(str(loc[-1]), names, faults))  # fmt: skip
    elif kind == "missing":
        faults.add("E-KEY-002", f"`{loc[-1]}` is missing", node, path=here, key=True, expected=f"a key `{loc[-1]}`")
    elif kind == "literal_error":
        allowed = str(found["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        faults.add("E-KEY-004", f"{_shown(found['input'])} is not possible here", node, path=here,
                   expected=f"one of {allowed}", hint=faults.nearest(str(found["input"]), allowed.split(", ")))  # fmt: skip
    else:
        expected = _KINDS.get(kind.split("_", maxsplit=1)[0], "another kind of value")
        hint = "write it in quotes" if expected == "a text" and isinstance(found["input"], int | float) else ""
        faults.add(
            "E-KEY-003", f"{_shown(found['input'])} does not fit here", node, path=here, expected=expected, hint=hint
        )


def _moved(name: str, names: Sequence[str], faults: Faults) -> str:
    """A hint for a key that is not known."""
    if name == "<<":
        return "YAML 1.2 has no merge key; use `like`"
    return faults.nearest(name, names)


def _walk(node: Node, loc: tuple[str | int, ...]) -> tuple[Node, list[str]]:
    """The deepest node on the way, and the keys that lead there; marks of unions are passed over."""
    trail: list[str] = []
    for step in loc:
        if isinstance(node.value, dict) and str(step) in node.map:
            node = node.map[str(step)]
            trail.append(str(step))
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.list):
            node = node.list[step]
            trail.append(str(step))
    return node, trail


def _fields(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Keys of the model that the way leads to."""
    at: Any = model
    for step in loc:
        inner = _model_in(at)
        if inner is not None:
            named = {info.alias or name: info.annotation for name, info in inner.model_fields.items()}
            at = named.get(str(step), at)
    inner = _model_in(at)
    return [info.alias or name for name, info in inner.model_fields.items()] if inner else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation holds, in a list or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part))), None)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"`{str(value)[:60]}`"


def is_map(node: Node, path: str, faults: Faults) -> bool:
    """Whether a section or record is a map; a fault where not."""
    if isinstance(node.value, dict):
        return True
    faults.add("E-KEY-003", f"{_shown(node.value)} does not fit here", node, path=path, expected="a map")
    return False


def name(key: str, node: Node, path: str, faults: Faults, *, full: bool = False) -> bool:
    """Whether a key is a plain name (or, where ``full``, a ``product/way``); a fault where not."""
    if key in RESERVED:
        faults.add(
            "E-KEY-005", f"`{key}` is a word of the language", node, path=path, key=True, expected="another name"
        )
        return False
    parts = key.split("/") if full else [key]
    if len(parts) <= 2 and all(_NAME.match(part) and part == part.strip() for part in parts):
        return True
    faults.add("E-KEY-005", f"`{key}` is no plain name", node, path=path, key=True,
               expected="letters, digits, spaces, ' and -", hint="`title` holds what is shown")  # fmt: skip
    return False
