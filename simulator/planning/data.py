"""Looking into the packaged reference library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from simulator.errors import QuestionError, nearest
from simulator.reference import Row, rows

_FIELDS = (
    "table",
    "key",
    "item",
    "place",
    "year",
    "value",
    "unit",
    "low",
    "high",
    "source",
    "licence",
    "status",
    "quality",
    "note",
)


def entries(words: Sequence[str] = ()) -> list[dict[str, Any]]:
    """What the library holds: ``table name figures status`` (how many of each), for names that hold all words."""
    held: dict[tuple[str, str], Counter[str]] = {}
    for row in rows():
        held.setdefault((row.table, row.key), Counter())[row.status] += 1
    return [
        {
            "table": table,
            "name": name,
            "figures": states.total(),
            "status": ", ".join(f"{count} {status}" for status, count in states.most_common()),
        }
        for (table, name), states in sorted(held.items())
        if all(word.casefold() in f"{table} {name}".casefold() for word in words)
    ]


def figures(name: str, place: str | None = None) -> list[dict[str, Any]]:
    """The figures under a name, with source, licence, status and quality.

    Raises
    ------
    QuestionError
        where the library has no such name; the nearest one is given.
    """
    everything = list(rows())
    found = [row for row in everything if row.key == name and place in (None, row.place)]
    if not found:
        hint = nearest(name, {row.key for row in everything})
        where = f" in `{place}`" if place else ""
        raise QuestionError(f"the library has no `{name}`{where}" + (f"; {hint}" if hint else ""))
    return [_plain(row) for row in found]


def cited(found: Sequence[dict[str, Any]]) -> tuple[list[list[str]], list[str]]:
    """Figures as rows of text, and the sources they point to by number.

    Rows: ``item place year value range unit status quality source note``.
    """
    sources: dict[str, int] = {}
    table = []
    for figure in found:
        source = f"{figure['source']} ({figure['licence']})"
        bounds = (
            "" if figure["low"] is None or figure["high"] is None else f"{figure['low']:.6g} to {figure['high']:.6g}"
        )
        table.append(
            [
                *(str(figure[field]) for field in ("item", "place", "year")),
                f"{figure['value']:.6g}",
                bounds,
                *(str(figure[field]) for field in ("unit", "status", "quality")),
                str(sources.setdefault(source, len(sources) + 1)),
                str(figure["note"]),
            ]
        )
    return table, [f"[{number}] {source}" for source, number in sources.items()]


def _plain(row: Row) -> dict[str, Any]:
    return {field: getattr(row, field) for field in _FIELDS}


__all__ = ["cited", "entries", "figures"]
