"""The head of a document: years, accounting, sources."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.network import Accounting, Origin, Years
from simulator.reading.desk import Entry, number
from simulator.reading.faults import Faults
from simulator.reading.figures import PART, POSITIVE, Reader
from simulator.reading.tree import Node
from simulator.reference.library import Library

EARLIEST, LATEST = 1950, 2200
MOST_TAIL = 60
"""Years that tables may go on after the last sale: cars live to 40 years at most."""
AROUND = 50
"""Years before the first and after the last that paths may name."""
DEFAULT = Accounting()


def years(root: Node, faults: Faults) -> Years:
    """First and last year of sales, last of tables, base year; in order."""
    node = root.map.get("years", root)
    found = {key: child.value for key, child in node.map.items() if isinstance(child.value, int)}
    for key in ("from", "to", "tail", "base"):
        if key in found and not EARLIEST <= found[key] <= LATEST:
            faults.add("E-VALUE-005", f"`{found[key]}` is no year to plan for", node.map[key], path=f"years.{key}",
                       expected=f"a year from {EARLIEST} to {LATEST}")  # fmt: skip
            found[key] = min(max(found[key], EARLIEST), LATEST)
    start = found.get("from", 2020)
    end = found.get("to", start)
    read = Years(start, end, found.get("tail", end), found.get("base", start))
    _ordered(read, node, faults)
    return read


def _ordered(read: Years, node: Node, faults: Faults) -> None:
    for key, fine, what in (
        ("to", read.start <= read.end, f"from {read.start}"),
        ("tail", read.end <= read.tail <= read.end + MOST_TAIL, f"from {read.end} to {read.end + MOST_TAIL}"),
        ("base", read.start <= read.base <= read.end, f"from {read.start} to {read.end}"),
    ):
        if not fine and key in node.map:
            faults.add("E-VALUE-006", f"`{key}` is {node.map[key].value}", node.map[key], path=f"years.{key}",
                       expected=f"a year {what}")  # fmt: skip


def sources(root: Node) -> dict[str, Origin]:
    """Short names of sources."""
    node = root.map.get("sources")
    found: dict[str, Origin] = {}
    for key, child in node.map.items() if node else ():
        if isinstance(child.value, str):
            found[key] = Origin(source=child.value, status="unverified")
        else:
            status = child.text("status") or "unverified"
            found[key] = Origin(source=child.text("title") or key, status=status,  # type: ignore[arg-type]
                                licence=child.text("licence"), note=child.text("note"))  # fmt: skip
    return found


def rates(library: Library, money: str) -> dict[str, float]:
    """Money of account in one unit of each currency; a currency without year is of the price year of account."""
    account = library.money.get(money, 1.0)
    found = {name: worth / account for name, worth in library.money.items()}
    year = money[3:]
    for name in {name[:3] for name in found}:
        if name + year in found:
            found[name] = found[name + year]
    return found | {"EUR": 1.0}


def money(root: Node, library: Library, faults: Faults) -> str:
    """Currency and price year of account."""
    node = root.map.get("accounting", root).map.get("money")
    if node is None or not isinstance(node.value, str):
        return DEFAULT.money
    allowed = sorted(name for name in library.money if name[:3] == "EUR" and len(name) == 7)
    if node.value in allowed:
        return node.value
    faults.add("E-UNIT-006", f"`{node.value}` is no money of account", node, path="accounting.money",
               expected="one of " + ", ".join(allowed), hint=faults.nearest(node.value, allowed))  # fmt: skip
    return DEFAULT.money


def accounting(entry: Entry, account: str) -> Accounting:
    """Rules of the books."""
    name = entry.text("gwp", DEFAULT.gwp)
    known = entry.desk.names.library.gwp
    entry.desk.check("E-NAME-009", "set of warming potentials", name, known, entry.at("gwp"), f"{entry.path}.gwp")
    rate = number(entry, "discount rate", "1", also="1/yr")
    above = number(entry, "recalculates above", "1", PART)
    return Accounting(
        gwp=name,
        scope2="location" if entry.text("scope 2") == "location-based" else "market",
        recycling=entry.text("recycling", DEFAULT.recycling),  # type: ignore[arg-type]
        neutralises=entry.text("neutralises", DEFAULT.neutralises),  # type: ignore[arg-type]
        money=account,
        discount_rate=DEFAULT.discount_rate if rate is None else rate,
        base_figure=number(entry, "base year figure", "kg/yr", POSITIVE, also="kg"),
        recalculates_above=DEFAULT.recalculates_above if above is None else above,
    )


def reader(root: Node, span: Years, found: Mapping[str, float], faults: Faults) -> Reader:
    """The reader of figures of a document."""
    return Reader(found, span.start - AROUND, span.tail + AROUND, sources(root), faults)
