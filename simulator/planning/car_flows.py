"""A car's footprint as flows: from where it arises, through the part it is built into and the stage, to the phase of its life."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from simulator.charts.look import STAGE, Spec, spelled
from simulator.charts.sankey import Way, sankey
from simulator.ledger import STAGES, Footprint
from simulator.outputs import safe
from simulator.planning.car import PHASES, Per, measure
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

REST = "all others"
_TONNE, _GRAM = parse_unit("t").factor, 1e-3
_MOST, _LEAST = 14, 0.008
"""Sources shown by name; parts of at least this share of the footprint are shown by theirs."""
_LAYERS = ("flow_source", "flow_part", "flow_stage", "flow_phase")
_PHASE_OF = {stage: phase for phase, stages in PHASES.items() for stage in stages}

Row = tuple[str, str, str, str, float]


def flows(of: Footprint) -> list[Row]:
    """Source, part (empty where a stage has none), stage, phase and [kg CO2e/veh]; they add up to the footprint.

    Sources and parts that are small stand together as :data:`REST`.
    """
    sources = _shown_sources(of.sources)
    parts = _shown_parts(of)
    found: dict[tuple[str, str, str, str], float] = {}
    for (path, product), kg in of.sources.items():
        stage, part = _split(path)
        named = part if (stage, part) in parts or not part else REST
        key = (product if product in sources else REST, named, stage, _PHASE_OF[stage])
        found[key] = found.get(key, 0.0) + kg
    order = {stage: number for number, stage in enumerate(STAGES)}
    return sorted(((*key, kg) for key, kg in found.items()), key=lambda row: (order[row[2]], row[1] == REST, row[1]))


def _split(path: str) -> tuple[str, str]:
    """Stage of a tag path, and the part below it; what a stage keeps to itself is no part."""
    stage, _, rest = path.partition("/")
    part = rest.removesuffix("/own")
    return stage, "" if part == "own" else part


def _shown_sources(sources: Mapping[tuple[str, str], float]) -> set[str]:
    totals: dict[str, float] = {}
    for (_, product), kg in sources.items():
        totals[product] = totals.get(product, 0.0) + kg
    return set(sorted(totals, key=lambda name: -totals[name])[:_MOST])


def _shown_parts(of: Footprint) -> set[tuple[str, str]]:
    totals: dict[tuple[str, str], float] = {}
    for (path, _), kg in of.sources.items():
        totals[_split(path)] = totals.get(_split(path), 0.0) + kg
    return {key for key, kg in totals.items() if key[1] and kg >= _LEAST * of.total}


def flow_picture(of: Footprint, name: str, per: Per, words: Words = ENGLISH) -> Spec:
    """The flows as ribbons; colours are those of the stages. What would flow backwards (below 0) is not drawn."""
    told = measure(of, per, words)
    drawn = [row for row in flows(of) if row[-1] > 0.0]
    ways = [Way(_keys(row), row[2], row[-1] / told.kg) for row in drawn]
    totals: dict[str, float] = {}
    for way in ways:
        for node in way.nodes:
            totals[node] = totals.get(node, 0.0) + way.value
    names = {node: (_called(node, words), words.figure(spelled(value))) for node, value in totals.items() if node}
    title = words("flow_title", unit=told.full, view=words.term(of.view))
    whole = f"{words.figure(spelled(of.total / told.kg))} {told.short}"
    about = words("flow_story", car=name, total=whole)
    largest = sorted((row for row in _by_source(drawn).items()), key=lambda pair: -pair[1])[:3]
    alt = ", ".join(f"{words.term(source)} {words.figure(spelled(kg / told.kg))}" for source, kg in largest)
    heads = [words(key) for key in _LAYERS]
    return sankey(ways, STAGE, names, (title, about, f"{title}. {about}. {words('flow_largest', named=alt)}"), heads)


def _keys(row: Row) -> tuple[str, str, str, str]:
    """Nodes of a way: a layer before each name, so that a part and a source of one name are two nodes."""
    source, part, stage, phase, _ = row
    return f"0/{source}", f"1/{stage}/{part}" if part else "", f"2/{stage}", f"3/{phase}"


def _called(node: str, words: Words) -> str:
    layer, _, name = node.partition("/")
    return words.term(name.partition("/")[2].split("/")[-1] if layer == "1" else name)


def _by_source(rows: list[Row]) -> dict[str, float]:
    out: dict[str, float] = {}
    for source, *_, kg in rows:
        out[source] = out.get(source, 0.0) + kg
    return out


def flow_table(of: Footprint) -> pd.DataFrame:
    """Every flow in full: where it arises, tag path, stage, phase, [t CO2e/veh] and [g CO2e/km]."""
    rows = [
        (
            safe(product),
            safe(path),
            path.split("/")[0],
            _PHASE_OF[path.split("/")[0]],
            kg / _TONNE,
            kg / of.lifetime_km / _GRAM,
        )
        for (path, product), kg in sorted(of.sources.items(), key=lambda pair: -pair[1])
    ]
    return pd.DataFrame(rows, columns=["arises as", "path", "stage", "phase", "t CO2e/veh", "g CO2e/km"])


__all__ = ["REST", "flow_picture", "flow_table", "flows"]
