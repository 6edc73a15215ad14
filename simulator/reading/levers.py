"""Levers: what the company could do."""

from __future__ import annotations

from simulator.network import Figure, Improve, Lever, MixName, Shift
from simulator.reading.custody import CHAINS
from simulator.reading.desk import Entry, date, exchanges
from simulator.reading.figures import NOWHERE, SHARE
from simulator.reading.mixes import mix_name
from simulator.reading.tree import Node

_SHIFT, _IMPROVE = ("mix", "to", "from", "custody"), ("input", "of", "becomes")


def lever(entry: Entry) -> Lever | None:
    """A lever; None where it says neither what it shifts nor what it improves."""
    action = _action(entry)
    if action is None:
        return None
    found = Lever(
        name=entry.name,
        action=action,
        share=entry.figure("share", "1", SHARE),
        at_most=entry.figure("at most", "1", SHARE),
        earliest=date(entry, "earliest"),
        ramp=entry.figure("ramp", "1/yr", also="1"),
        lead_time=entry.figure("lead time", "yr"),
        once=entry.figure("once", "EUR"),
        at_least=entry.figure("at least", "1", SHARE),
        not_with=_not_with(entry),
        title=entry.title,
        group=entry.text("group"),
        origin=entry.origin,
    )
    _before_earliest(entry, found)
    return found


def _not_with(entry: Entry) -> tuple[str, ...]:
    others = [name for name in entry.desk.peers["levers"] if name != entry.name]
    for name, node in entry.texts("not with"):
        entry.desk.check("E-NAME-006", "lever", name, others, node, f"{entry.path}.not with")
    return tuple(name for name, _ in entry.texts("not with"))


def _action(entry: Entry) -> Shift | Improve | None:
    shifts = [key for key in _SHIFT if entry.has(key)]
    improves = [key for key in _IMPROVE if entry.has(key)]
    if shifts and improves:
        entry.desk.faults.add("E-KEY-006", f"`{improves[0]}` beside `{shifts[0]}`", entry.at(improves[0]), key=True,
                              path=f"{entry.path}.{improves[0]}", expected="a shift or an improvement")  # fmt: skip
        return None
    needed = ("mix", "to") if shifts or not improves else _IMPROVE
    missing = [key for key in needed if not entry.has(key)]
    if missing:
        what = "`mix` and `to`, or `input`, `of` and `becomes`"
        entry.desk.faults.add("E-KEY-002", f"`{missing[0]}` is missing", entry.node, path=entry.path, key=True,
                              expected=what)  # fmt: skip
        return None
    return _shift(entry) if needed == ("mix", "to") else _improve(entry)


def _shift(entry: Entry) -> Shift | None:
    path = f"{entry.path}.mix"
    mixes = [(mix_name(entry.desk, text, node, path), node) for text, node in entry.texts("mix")]
    named = [(mix, node) for mix, node in mixes if mix is not None]
    if not named or len(named) < len(mixes):
        return None
    to = _one_target(entry, named)
    givers = None if not entry.has("from") else tuple(
        full for option, node in entry.texts("from")
        if (full := entry.desk.option(option, named[0][0].product, node, f"{entry.path}.from"))
    )  # fmt: skip
    custody = next((each for each in CHAINS if each == entry.text("custody")), None)
    return Shift(tuple(mix for mix, _ in named), to, givers, custody) if to else None


def _one_target(entry: Entry, mixes: list[tuple[MixName, Node]]) -> str | None:
    """Full name of the target, the same in every mix."""
    text, path = entry.text("to"), f"{entry.path}.to"
    found = [entry.desk.option(text, mix.product, entry.at("to"), path) for mix, _ in mixes]
    if len(set(found)) > 1 and None not in found:
        names = ", ".join(f"`{name}`" for name in found)
        entry.desk.faults.add("E-LEVER-007", f"`{text}` means {names}: different products", entry.at("to"), path=path,
                              expected="mixes of one product; write one lever for each product")  # fmt: skip
    return found[0]


def _improve(entry: Entry) -> Improve | None:
    product = entry.text("input")
    if not product or not entry.desk.product(product, entry.at("input"), f"{entry.path}.input"):
        return None
    unit = entry.desk.names.products[product].unit
    known = {*entry.desk.names.stands, *entry.desk.names.library.activities}
    users = [(user, node) for user, node in entry.texts("of")
             if entry.desk.check("E-NAME-013", "user", user, known, node, f"{entry.path}.of")]  # fmt: skip
    inner = entry.inner("becomes")
    becomes = {} if inner is None else {each.product: each.amount for each in exchanges(inner, unit)}
    return Improve(product, tuple(user for user, _ in users), becomes)


def _before_earliest(entry: Entry, found: Lever) -> None:
    """A fault where the share begins before the lever can act."""
    share = found.share
    if share is None or share is NOWHERE or found.earliest is None:
        return
    first = starts(share)
    if first is None:
        first = float(entry.desk.years.start)
    if first < found.earliest:
        message = f"`{found.name}` acts in {first:g}, before its earliest year {found.earliest:g}"
        entry.desk.faults.add("E-LEVER-004", message, _first_point(entry.at("share")), path=f"{entry.path}.share",
                              key=True, expected=f"years from {found.earliest:g}")  # fmt: skip


def starts(share: Figure) -> float | None:
    """First year a share names; None for one that holds in all years."""
    return share.first if share.first or not share.constant else None


def _first_point(node: Node) -> Node:
    """The point of a path with the earliest year."""
    named = dict(node.named())
    return named[min(named)] if named else node
