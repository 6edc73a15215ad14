"""Rows of a picture apart from how it looks: while figures alone change, a page hands on new rows and keeps what it drew."""

from __future__ import annotations

from typing import Any

from simulator.charts.look import Row, Spec


def apart(spec: Spec) -> tuple[Spec, dict[str, list[Row]]]:
    """A specification that names its tables, and their rows by name.

    Only what is a table is set apart: rows that all have the same fields, each field with numbers alone or words alone. The rest
    stays where it is, and so does what is no row at all, as the outlines of a map.
    """
    rows: dict[str, list[Row]] = {}
    return _named(spec, rows), rows


def _named(value: Any, rows: dict[str, list[Row]]) -> Any:
    if isinstance(value, list):
        return [_named(one, rows) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _data(one, rows) if key == "data" else _named(one, rows) for key, one in value.items()}


def _data(data: Any, rows: dict[str, list[Row]]) -> Any:
    """Data by their name; what is no table as it is."""
    values = data.get("values") if isinstance(data, dict) and len(data) == 1 else None
    if not isinstance(values, list) or not _table(values):
        return data
    name = next((name for name, known in rows.items() if known is values), f"rows {len(rows)}")
    rows[name] = values
    return {"name": name}


def _table(values: list[Any]) -> bool:
    """Whether rows have the same fields, and numbers alone or words alone in each."""
    if not values or not isinstance(values[0], dict) or not values[0]:
        return False
    fields = values[0].keys()
    return all(row.keys() == fields for row in values) and all(
        {type(row[field]) for row in values} in _ALIKE for field in fields
    )


_ALIKE: tuple[set[type], ...] = ({str}, {int}, {float}, {int, float})


__all__ = ["apart"]
