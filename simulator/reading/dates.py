"""Dates of the language: a year, or a month as ``2028-04``."""

from __future__ import annotations

import math
import re

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?\Z")


def year_of(text: str | int) -> float:
    """Year with fraction at which a year or month begins; nan where the text is no date."""
    match = _DATE.match(str(text))
    if match is None:
        return math.nan
    month = int(match[2] or 1)
    return int(match[1]) + (month - 1) / 12 if 1 <= month <= 12 else math.nan
