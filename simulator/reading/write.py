"""The resolved document as YAML text: one file that says everything a scenario's files said together.

Sources and statuses are said as high as they hold for everything below; units and the run between points are said at
each value; confidential values carry their mark. Reading the text gives the same scenario.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from simulator.errors import Fault, ScenarioError, UnitError
from simulator.network import Scenario
from simulator.reading.document import Document
from simulator.reading.tree import NOTHING, SAID, Node, Said, is_path, is_uncertain, plain
from simulator.reading.yaml import scalar
from simulator.units import parse

_ABOUT = ("source", "status", "note", "confidential")
_ENDLESS = 10_000_000
"""Width of a line that never breaks."""
_TEXTS = frozenset(("title", "about", "company", "note", "source", "licence", "stage", "group"))


def resolved(scenario: Scenario) -> str:
    """The whole document behind a scenario, as a run records it.

    Raises
    ------
    ScenarioError
        where the scenario was not loaded from text.
    """
    document = scenario.document
    if not isinstance(document, Document):
        raise ScenarioError(
            [Fault("E-SET-001", "a scenario that was not loaded from text has no document", scenario.file)]
        )
    whole = {key: _section(key, node) for key, node in document.resolved.map.items() if key != "extends"}
    return yaml.dump(whole, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)


def flow(value: Any) -> str:
    """A value on one line, as the language writes it: ``{2030: 40 %, 2040: 80 %}``.

    Parameters
    ----------
    value : text, number, truth, list or map of them; a key that is a whole number stands without quotes.
    """
    dumped = yaml.dump(
        _keyed(value), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=_ENDLESS, default_flow_style=True
    )
    return dumped.removesuffix("...\n").strip()


def _keyed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key_of(str(key)): _keyed(child) for key, child in value.items()}
    return [_keyed(child) for child in value] if isinstance(value, list | tuple) else value


def _section(key: str, node: Node) -> Any:
    return plain(node) if key == "sources" or not isinstance(node.value, dict) else _record(node, NOTHING)


def value_of(node: Node, said: Said, key: str) -> Any:
    """A value in a place of which ``said`` is known already."""
    if isinstance(node.value, list):
        return [value_of(item, said, key) for item in node.value]
    if isinstance(node.value, dict):
        return _figure(node, said) if is_uncertain(node) or _is_run(node) else _record(node, said)
    text = _quantity(node)
    return {"best": text, **_about(node.said)} if _differs(node, said, key) else text


def _is_run(node: Node) -> bool:
    return is_path(node) and bool(node.map.keys() - SAID)


def _record(node: Node, said: Said) -> dict[Any, Any]:
    """A record; what is said of all figures in it is said once."""
    every = {_core(leaf.said) for leaf in _leaves(node, "")}
    here: dict[Any, Any] = {}
    if len(every) == 1 and _core(said) not in every:
        said = next(_leaves(node, "")).said
        here = _about(said)
    return {key_of(key): value_of(child, said, key) for key, child in node.map.items() if key not in SAID} | here


def _figure(node: Node, said: Said) -> dict[Any, Any]:
    """A path or an uncertain value; its points have no source of their own."""
    out = {key_of(key): value_of(child, child.said, key) for key, child in node.map.items() if key not in SAID}
    if _is_run(node) and node.said.between:
        out["between"] = node.said.between
    return out | (_about(node.said) if _core(node.said) != _core(said) else {})


def _leaves(node: Node, key: str) -> Iterator[Node]:
    """Figures in a record."""
    if isinstance(node.value, list):
        for item in node.value:
            yield from _leaves(item, key)
    elif isinstance(node.value, dict) and not (is_uncertain(node) or _is_run(node)):
        for name, child in node.map.items():
            if name not in SAID:
                yield from _leaves(child, name)
    elif isinstance(node.value, dict) or _is_quantity(node, key):
        yield node


def _differs(node: Node, said: Said, key: str) -> bool:
    return _is_quantity(node, key) and _core(node.said) != _core(said)


def _is_quantity(node: Node, key: str) -> bool:
    """Whether a scalar is a figure with a unit."""
    if isinstance(node.value, str) and key not in _TEXTS:
        try:
            return parse(node.value).unit.text != "1"
        except UnitError:
            return False
    return bool(node.said.unit) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _quantity(node: Node) -> Any:
    """A scalar with its unit."""
    plain = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return f"{node.value} {node.said.unit}" if plain and node.said.unit else node.value


def _core(said: Said) -> tuple[object, ...]:
    return said.source, said.status, said.note, said.confidential


def _about(said: Said) -> dict[Any, Any]:
    found = zip(_ABOUT, (said.source, said.status, said.note, said.confidential), strict=True)
    return {key: value for key, value in found if value}


def key_of(key: str) -> str | int:
    """A key as YAML writes it: a year as a number."""
    return int(key) if key.isdecimal() and str(int(key)) == key else key


class Dumper(yaml.CSafeDumper):
    """Plain YAML without anchors; a text that would read as something else is quoted."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature is yaml's
        """Every value is written where it stands."""
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = None if isinstance(scalar(text), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _text)
