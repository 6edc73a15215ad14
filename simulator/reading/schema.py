"""The language as JSON Schema, for editors."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from simulator.reading.shape import POLICIES, RECORDS, SECTIONS, TARGETS, Header
from simulator.reading.shape.values import VALUE_MARK, VALUE_SCHEMA
from simulator.reading.tree import SAID

_SAID = dict.fromkeys((*sorted(SAID), "$replace", "$table"), True)
_REMOVE = {"const": "$remove", "description": "Takes the record out."}


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scenario file.

    A file that extends another says only what differs, so nothing is required here; the reader asks for what is
    missing once files are merged.
    """
    models: list[type[BaseModel]] = [Header, *dict.fromkeys([*RECORDS.values(), *POLICIES.values(), *TARGETS.values()])]
    _, definitions = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    defs: dict[str, Any] = {"Value": VALUE_SCHEMA, **_values(definitions["$defs"])}
    for definition in defs.values():
        _open(definition)
    header = defs.pop("Header")
    properties = {**header["properties"], **{name: _section(name, what) for name, what in SECTIONS.items()}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "decarb scenario",
        "type": "object",
        "properties": properties,
        "required": ["language"],
        "additionalProperties": False,
        "$defs": defs,
    }


def _section(name: str, what: str) -> dict[str, Any]:
    """A map of named records, with the keys that are said once for all."""
    return {"type": "object", "description": what, "properties": _SAID, "additionalProperties": _record(name)}


def _record(section: str) -> dict[str, Any]:
    if section in ("mixes", "sales"):
        return {"anyOf": [{"type": "object"}, _REMOVE]}
    if section == "sources":
        return {"anyOf": [{"$ref": "#/$defs/Source"}, {"type": "string"}]}
    if section in ("policies", "targets"):
        kinds = dict.fromkeys((POLICIES if section == "policies" else TARGETS).values())
        return {"anyOf": [*({"$ref": f"#/$defs/{model.__name__}"} for model in kinds), _REMOVE]}
    found = [{"$ref": f"#/$defs/{RECORDS[section].__name__}"}, _REMOVE]
    return {"anyOf": [*found, {"$ref": "#/$defs/Value"}] if section == "levers" else found}


def _values(node: Any) -> Any:
    """Every mark of a value as a reference to its definition."""
    if isinstance(node, dict):
        if node.get(VALUE_MARK):
            return {"$ref": "#/$defs/Value", **{key: value for key, value in node.items() if key == "description"}}
        out = {key: _values(value) for key, value in node.items()}
        if "additionalProperties" in out and "properties" not in out:
            out["properties"] = _SAID
        return out
    return [_values(each) for each in node] if isinstance(node, list) else node


def _open(definition: dict[str, Any]) -> None:
    """A record that may say only what differs, and replace what was said before."""
    if definition.get("type") == "object" and "properties" in definition:
        definition.pop("required", None)
        definition["properties"]["$replace"] = {"const": True}
    for value in definition.get("properties", {}).values():
        if isinstance(value, dict) and value.get("default", 0) is None:
            del value["default"]
