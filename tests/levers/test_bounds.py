"""No lever goes beyond what it may: each on offer is refused with code and position, or held back and reported."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import ScenarioError
from simulator.network import Shift, constant
from simulator.planning.explore import explore
from simulator.planning.handles import handles
from simulator.projection import project
from simulator.reading import load, vary
from tests.levers.offered import OFFERS, at, limit, page, small, smart, worlds
from tests.oracle import Oracle
from tests.shipped import SMART

LAST = smart().years.end
ROOM = 0.01
"""How far beyond a limit is asked for [1]."""


@pytest.fixture
def faults(tmp_path):
    """Faults of a plan on smart's scenario by lever: one line each, so that a line tells which."""
    for name in ("base.yaml", "sales.csv"):
        shutil.copy(SMART / name, tmp_path / name)

    def found(said):
        lines = [
            "language: 1",
            "extends: base.yaml",
            "levers:",
            *(f'  "{name}": {text}' for name, text in said.items()),
        ]
        (tmp_path / "plan.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")
        with pytest.raises(ScenarioError) as error:
            load(tmp_path / "plan.yaml")
        out = {}
        for fault in error.value.faults:
            if not fault.file.endswith("plan.yaml"):  # levers of which one excludes another: told where that stands
                continue
            name = list(said)[fault.line - 4]
            assert lines[fault.line - 1] == fault.excerpt
            assert fault.path.startswith(f"levers.{name}.")
            out.setdefault(name, []).append((fault.code, fault.path.rsplit(".", 1)[-1], fault.column))
        return out, lines[3:]

    return found


def each_has(found, wanted):
    """Whether each lever is refused so (what else it asks too much of may be told beside), and no other is."""
    assert found.keys() == wanted.keys()
    assert {name: fault for name, fault in wanted.items() if fault not in found[name]} == {}
    return True


def column(lines, said, name, text):
    """Where a text begins in the line of a lever, from 1."""
    return lines[list(said).index(name)].index(text) + 1


def test_a_share_above_its_most_is_refused_where_it_stands(faults):
    capped = {name: lever for name, lever in smart().levers.items() if lever.at_most is not None and limit(lever) < 1.0}
    said = {name: f"{{share: {{{LAST}: {100 * (limit(lever) + ROOM):g} %}}}}" for name, lever in capped.items()}
    found, lines = faults(said)
    assert each_has(found, {name: ("E-LEVER-003", "share", column(lines, said, name, f"{{{LAST}")) for name in said})
    assert len(found) > 25


def test_a_share_before_its_time_is_refused_where_it_stands(faults):
    early = {name: int(lever.earliest) - 1 for name, lever in smart().levers.items() if lever.earliest is not None}
    said = {name: f"{{share: {{{year}: {most(name, year):.9f}}}}}" for name, year in early.items()}
    found, lines = faults(said)
    assert each_has(
        found, {n: ("E-LEVER-004", "share", column(lines, said, n, f"{year}:")) for n, year in early.items()}
    )
    assert len(found) > 20


def most(name, year):
    """A share that asks for nothing but what is there."""
    return max(holds(smart(), name, year), 0.001)


def holds(scenario, name, year):
    """The largest share of its target that a mix holds without the lever, by its plain shares."""
    action, found = scenario.levers[name].action, 0.0
    for mix in scenario.mixes if isinstance(action, Shift) else ():
        if action.to in mix.shares and any(mix.product == one.product for one in action.mixes):
            found = max(found, Oracle(scenario, year).ruled(mix, {})[action.to])
    return found


def test_a_share_that_rises_too_fast_is_refused_where_it_stands(faults):
    steep = {}
    for name, lever in smart().levers.items():
        start = holds(smart(), name, LAST - 1)
        if lever.ramp is not None and start + at(lever.ramp) + ROOM <= limit(lever):
            steep[name] = (start, start + at(lever.ramp) + ROOM)
    said = {n: f"{{share: {{{LAST - 1}: {a:.9f}, {LAST}: {b:.9f}}}}}" for n, (a, b) in steep.items()}
    found, lines = faults(said)
    assert each_has(
        found, {name: ("E-LEVER-005", "share", column(lines, said, name, f"{{{LAST - 1}")) for name in said}
    )
    assert len(found) > 15


def test_a_share_above_all_there_is_is_refused_where_it_stands(faults):
    said = dict.fromkeys(smart().levers, f"{{at most: 100 %, share: {{{LAST}: 101 %}}}}")
    found, lines = faults(said)
    wanted = {name: ("E-MIX-003", column(lines, said, name, "101 %")) for name in said}
    assert {name: (each[0][0], each[0][2]) for name, each in found.items()} == wanted


def test_more_than_its_givers_hold_is_refused_where_it_stands(faults):
    """Only those that name their givers can ask for too much alone: some of the mix is others'."""
    named = [n for n, lever in smart().levers.items() if isinstance(lever.action, Shift) and lever.action.givers]
    wanted = [n for n in named if not whole(smart().levers[n].action)]
    said = dict.fromkeys(named, f"{{at most: 100 %, ramp: 100 %/yr, share: {{{LAST}: 100 %}}}}")
    said = {name: said[name] for name in _one_of_each_mix(wanted)}
    found, lines = faults(said)
    assert {name: each[0] for name, each in found.items()} == {
        name: ("E-LEVER-002", "share", column(lines, said, name, f"{{{LAST}")) for name in said
    }


def _one_of_each_mix(names):
    """Two of one mix would be a fault of both."""
    seen = set()
    for name in names:
        mixes = {(one.product, one.user) for one in smart().levers[name].action.mixes}
        if not mixes & seen:
            seen |= mixes
            yield name


def whole(action):
    """Whether the target and its givers are all of every mix."""
    for name in action.mixes:
        mix = next(m for m in smart().mixes if (m.product, m.user) == (name.product, name.user))
        held = Oracle(smart(), LAST).ruled(mix, {})
        if sum(held.get(option, 0.0) for option in (action.to, *action.givers)) < 1.0 - 1e-6:
            return False
    return True


@pytest.mark.parametrize("name", smart().levers)
def test_a_change_beyond_a_limit_is_refused_by_its_path(name):
    with pytest.raises(ScenarioError) as error:
        vary(smart(), {f"levers.{name}.share": {LAST: limit(smart().levers[name]) + ROOM}})
    assert {fault.code for fault in error.value.faults} & {"E-LEVER-003", "E-MIX-003"}
    assert all(fault.path.startswith(f"levers.{name}.share") for fault in error.value.faults)


def test_all_levers_at_once_are_held_back_and_told():
    """Nouns that nobody has read may ask for anything: each mix is held at what it has, and a finding names it."""
    for scenario in (smart(), page()):
        offer = next(offer for offer in OFFERS.values() if bool(offer.text) == (scenario is page()))
        where = next(worlds(offer))
        made = small(scenario, *where)
        every = {name: replace(lever, share=constant(1.0)) for name, lever in made.levers.items()}
        ledger = project(replace(made, levers=every))
        sums = {}
        for (mix, _), share in ledger.shares.items():
            assert (share >= -1e-12).all()
            sums[mix] = sums.get(mix, 0.0) + share
        assert all(np.abs(total - 1.0).max() < 1e-9 for total in sums.values())
        if scenario is smart():
            assert any("steel @ CN" in finding.text for finding in ledger.findings if finding.grade == "warning")


def test_sliders_at_their_ends_are_scaled_and_reported():
    known = handles(smart())
    last = {one.lever.name: max(one.marks, key=lambda mark: mark.year) for one in known.levers if one.marks}
    both = {last[name].key: last[name].high for name in ("green steel", "scrap steel")}
    found = explore(smart(), both, known)
    alone = [explore(smart(), {key: value}, known) for key, value in both.items()]
    column_ = LAST - smart().years.start
    steel = next(supply for supply, _ in found.ledger.shares if supply.startswith("steel @ CN ["))
    gained = [f.ledger.shares[steel, to][column_] for f, to in zip(
        (found, found, *alone), ("steel/H2-DRI", "steel/scrap-EAF") * 2, strict=True)]  # fmt: skip
    assert gained[0] <= gained[2]
    assert gained[1] <= gained[3]
    asked = sum(last[name].high for name in ("green steel", "scrap steel")) / 100
    if asked > 1.0:
        assert any("steel @ CN" in text for text in found.warnings)
