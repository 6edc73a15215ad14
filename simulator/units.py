"""Units: a closed table, and the quantities written with it.

Inside, everything is counted in kg, kWh, km, yr, EUR and veh. The table is our own: pint, which the tests use as an
oracle, takes up to 0.9 s to import and takes ``kt`` for a knot, ``ton`` for a short ton and ``7 kWh/100 km`` for
0.07 kWh.km, and ``decarb validate`` may import nothing heavier than pydantic and yaml.

Conventions, said once: 1 yr = 365 days = 12 months = 365/7 weeks = 8760 h; 1 kWh = 3.6 MJ; a ``vkm`` is a km driven by
a vehicle; ``tkm`` and ``t.km`` are 1000 kg.km. ``CO2e`` or ``CO2`` after a mass is for the reader and changes nothing.
Money keeps its currency and price year until :meth:`Quantity.to` is given rates; no rates live here.
"""

from __future__ import annotations

import difflib
import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.errors import UnitError

Dims = tuple[int, int, int, int, int, int]
BASES = ("EUR", "kg", "kWh", "km", "veh", "yr")
"""Canonical bases, in the order of :attr:`Unit.dims` and of canonical unit texts."""

_NONE: Dims = (0, 0, 0, 0, 0, 0)
_MONEY, _MASS, _ENERGY = (1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0), (0, 0, 1, 0, 0, 0)
_LENGTH, _VEHICLE, _TIME = (0, 0, 0, 1, 0, 0), (0, 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 1)
DAYS = 365.0
"""Days in a year."""

_TABLE: Mapping[str, tuple[float, Dims]] = {
    "1": (1.0, _NONE), "%": (0.01, _NONE),
    "mg": (1e-6, _MASS), "g": (1e-3, _MASS), "kg": (1.0, _MASS), "t": (1e3, _MASS), "kt": (1e6, _MASS),
    "Mt": (1e9, _MASS), "Gt": (1e12, _MASS),
    "Wh": (1e-3, _ENERGY), "kWh": (1.0, _ENERGY), "MWh": (1e3, _ENERGY), "GWh": (1e6, _ENERGY), "TWh": (1e9, _ENERGY),
    "MJ": (1 / 3.6, _ENERGY), "GJ": (1e3 / 3.6, _ENERGY), "TJ": (1e6 / 3.6, _ENERGY),
    "m": (1e-3, _LENGTH), "km": (1.0, _LENGTH), "vkm": (1.0, _LENGTH), "tkm": (1e3, (0, 1, 0, 1, 0, 0)),
    "veh": (1.0, _VEHICLE),
    "h": (1 / (24 * DAYS), _TIME), "day": (1 / DAYS, _TIME), "days": (1 / DAYS, _TIME),
    "week": (7 / DAYS, _TIME), "weeks": (7 / DAYS, _TIME), "month": (1 / 12, _TIME), "months": (1 / 12, _TIME),
    "year": (1.0, _TIME), "years": (1.0, _TIME), "yr": (1.0, _TIME), "a": (1.0, _TIME),
}  # fmt: skip
_MEANINGS = {
    _NONE: "a plain number", _MONEY: "money", _MASS: "mass", _ENERGY: "energy", _LENGTH: "distance", _TIME: "time",
}  # fmt: skip
_SPECIES = ("CO2e", "CO2")
_CODES = "EUR USD CNY GBP CHF JPY KRW INR NOK SEK DKK PLN CZK HUF TRY BRL MXN CAD AUD NZD ZAR THB IDR MYR"
_CURRENCIES = frozenset(_CODES.split())
_MULTIPLES = {"": 1.0, "k": 1e3, "M": 1e6, "bn": 1e9}
_MONEY_WORD = re.compile(r"(k|M|bn|)([A-Z]{3})((?:19|20)\d\d)?\Z")
_TONNE = "write `t` (1000 kg); a short ton is not known"
_POWER = "a power is no amount; write energy (`kWh`) or energy per year (`kWh/yr`)"
_HINTS = {
    "ton": _TONNE, "tons": _TONNE, "tonne": _TONNE, "tonnes": _TONNE, "kW": _POWER, "MW": _POWER,
    "€": "write `EUR`", "$": "write `USD` with its price year, as `USD2024`", "RMB": "write `CNY`",
    "t-km": "write `tkm`", "pct": "write `%`", "percent": "write `%`", "d": "write `days`", "mo": "write `months`",
    "vehicle": "write `veh`", "vehicles": "write `veh`", "car": "write `veh`", "cars": "write `veh`",
    "tCO2e": "write `t CO2e`", "kgCO2e": "write `kg CO2e`", "gCO2e": "write `g CO2e`", "tCO2": "write `t CO2`",
    "kgCO2": "write `kg CO2`",
}  # fmt: skip
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"\s*({_NUMBER})(\s+)?(.*?)\s*\Z", re.DOTALL)
_PER_HUNDRED = re.compile(rf"(.+)/\s*({_NUMBER})\s+(.+)\Z")
_FACTOR = re.compile(rf"(?:({_NUMBER})\s+)?(\S.*)\Z")
_EXPECTED = "number, space, unit, as `755 kg` or `19.4 kWh/(100 km)`"
_WORDS = "units of the closed list, as `kg`, `kWh/(100 km)`, `EUR/t`, `t/yr`"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a multiple of the canonical one of its dimension.

    Parameters
    ----------
    factor : canonical units in one of this [1]; money counts in its own ``currency``.
    dims : powers of :data:`BASES`.
    currency : ``EUR``, ``USD2024`` ...; empty without money.
    text : as written.
    """

    factor: float
    dims: Dims
    currency: str = ""
    text: str = "1"

    @property
    def canonical(self) -> str:
        """Canonical unit of this dimension, as ``kWh/km``; ``1`` without one."""
        return canonical(self.dims)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as written."""

    value: float
    unit: Unit

    @property
    def base(self) -> float:
        """The value in canonical units, money in its own currency."""
        return self.value * self.unit.factor

    def to(self, wanted: str, rates: Mapping[str, float] | None = None) -> float:
        """The value in the unit ``wanted``; ``rates``: money of account per unit of each currency.

        Raises
        ------
        UnitError
            E-UNIT-002 where dimensions differ, E-UNIT-006 where a rate is missing.
        """
        unit = parse_unit(wanted)
        if unit.dims != self.unit.dims:
            raise wrong_dimension(self.unit, wanted)
        return self.base * exchange(self.unit, unit.currency, rates) / unit.factor


def exchange(unit: Unit, wanted: str, rates: Mapping[str, float] | None) -> float:
    """Factor that turns the money in ``unit`` into the currency ``wanted``; E-UNIT-006 where ``rates`` lacks one."""
    power = unit.dims[0]
    if not power or unit.currency == wanted:
        return 1.0
    known = rates or {}
    for currency in (unit.currency, wanted):
        if currency not in known:
            near = ", ".join(sorted(name for name in known if name[:3] == currency[:3])) or ", ".join(sorted(known))
            hint = f"the library knows {near}" if near else ""
            raise UnitError("E-UNIT-006", f"no rate for the currency `{currency}`", "a currency with price year", hint)
    return float((known[unit.currency] / known[wanted]) ** power)


def wrong_dimension(unit: Unit, wanted: str) -> UnitError:
    """The error for a unit of another dimension than that of ``wanted``."""
    message = f"`{unit.text}` measures {_meaning(unit.dims)}, not {_meaning(parse_unit(wanted).dims)}"
    return UnitError("E-UNIT-002", message, f"a unit that converts to `{wanted}`")


def _meaning(dims: Dims) -> str:
    """A dimension in words."""
    return _MEANINGS.get(dims, f"`{canonical(dims)}`")


@functools.lru_cache(maxsize=1024)
def canonical(dims: Dims) -> str:
    """Canonical unit text of a dimension: ``kg``, ``kWh/km``, ``EUR/(kg.km)``, ``1/yr``, ``1``."""
    above = [base for base, power in zip(BASES, dims, strict=True) for _ in range(power)]
    below = [base for base, power in zip(BASES, dims, strict=True) for _ in range(-power)]
    top = ".".join(above) or "1"
    if not below:
        return top
    return f"{top}/{below[0]}" if len(below) == 1 else f"{top}/({'.'.join(below)})"


def parse(text: str) -> Quantity:
    """Read ``number unit``; a number alone has the unit ``1``.

    Raises
    ------
    UnitError
        E-UNIT-001 unknown unit, E-UNIT-004 no quantity, E-UNIT-005 not finite.
    """
    match = _QUANTITY.match(text)
    if match is None:
        raise _no_quantity(text)
    number, space, rest = match.groups()
    if rest and not space:
        raise _no_space(text, number, rest)
    value = float(number)
    if not math.isfinite(value):
        raise UnitError("E-UNIT-005", f"`{text}` is not finite", "a finite number")
    return Quantity(value, _written_unit(number, rest) if rest else parse_unit("1"))


def _written_unit(number: str, text: str) -> Unit:
    """The unit after a number; names the cure for ``7 kWh/100 km``."""
    slip = _PER_HUNDRED.match(text)
    if slip and "(" not in text:
        top, count, below = slip.groups()
        raise UnitError("E-UNIT-004", f"`{number} {text}` can be read in two ways", _EXPECTED,
                        f"write `{number} {top.strip()}/({count} {below})`")  # fmt: skip
    return parse_unit(text)


def _no_quantity(text: str) -> UnitError:
    """The error for a text that does not begin with a number."""
    if re.match(r"\s*[+-]?\.?(nan|inf|infinity)\b", text, re.IGNORECASE):
        return UnitError("E-UNIT-005", f"`{_short(text)}` is not finite", "a finite number")
    return UnitError("E-UNIT-004", f"`{_short(text)}` is no quantity", _EXPECTED)


def _no_space(text: str, number: str, rest: str) -> UnitError:
    """The error for a number that something clings to."""
    if re.match(r"[,_'’\u00a0\u202f]\d", rest):
        plain = re.sub(r"(?<=\d)[,_'’\u00a0\u202f](?=\d)", "", text.strip())
        hint = f"write `{plain}`; a decimal sign is a point"
    else:
        hint = f"write `{number} {rest}`"
    return UnitError("E-UNIT-004", f"`{_short(text)}` is no quantity", _EXPECTED, hint)


def _short(text: str) -> str:
    """A text that fits in a message."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."


@functools.lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Read a unit text: words joined by ``.``, at most one ``/``, several words below it in brackets.

    Raises
    ------
    UnitError
        E-UNIT-001 where a word is not in the closed list or the text is malformed.
    """
    if len(text) > 80:
        raise UnitError("E-UNIT-001", f"unknown unit `{_short(text)}`", _WORDS)
    parts = _split(text.strip())
    if len(parts) > 2:
        hint = f"write `{parts[0]}/({'.'.join(parts[1:])})`"
        raise UnitError("E-UNIT-001", f"`{text}` divides twice", _WORDS, hint)
    factor, dims, currency = _product(parts[0], text)
    if len(parts) == 2:
        below, minus, other = _product(parts[1], text)
        factor /= below
        dims = _add(dims, minus, -1)
        currency = _one_currency(currency, other, text)
    return Unit(factor, dims, currency if dims[0] else "", text)


def _split(text: str) -> list[str]:
    """Split at ``/`` outside brackets."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "/" and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]


def _product(text: str, whole: str) -> tuple[float, Dims, str]:
    """Factor, dimension and currency of words joined by ``.``, in brackets or not."""
    bracketed = text.startswith("(") and text.endswith(")")
    factor, dims, currency = 1.0, _NONE, ""
    for word in (text[1:-1] if bracketed else text).replace("·", ".").split("."):
        one, plus, money = _factor(word.strip(), whole, counted=bracketed)
        factor *= one
        dims = _add(dims, plus, 1)
        currency = _one_currency(currency, money, whole)
    return factor, dims, currency


def _factor(word: str, whole: str, *, counted: bool) -> tuple[float, Dims, str]:
    """One word, after a count where it stands in brackets (``(100 km)``), before a species where it is a mass."""
    match = _FACTOR.match(word)
    if match is None or (match[1] and not counted):
        raise _unknown(word, whole)
    count = float(match[1] or 1)
    if not 0 < count < math.inf:
        raise _unknown(word, whole)
    name, _, species = match[2].partition(" ")
    factor, dims, currency = _word(name, whole)
    if species and not (species.strip() in _SPECIES and dims[1] == 1):
        raise _unknown(match[2], whole)
    return count * factor, dims, currency


def _word(name: str, whole: str) -> tuple[float, Dims, str]:
    """One word of the closed list, or money."""
    if name in _TABLE:
        return (*_TABLE[name], "")
    money = _MONEY_WORD.match(name)
    if money and money[2] in _CURRENCIES:
        return _MULTIPLES[money[1]], _MONEY, money[2] + (money[3] or "")
    raise _unknown(name, whole)


def _add(dims: Dims, more: Dims, sign: int) -> Dims:
    a, b, c, d, e, f = (x + sign * y for x, y in zip(dims, more, strict=True))
    return a, b, c, d, e, f


def _one_currency(first: str, second: str, whole: str) -> str:
    if first and second and first != second:
        raise UnitError("E-UNIT-001", f"`{whole}` mixes two currencies", _WORDS)
    return first or second


def _unknown(word: str, whole: str) -> UnitError:
    """The error for a word outside the closed list, with the nearest one."""
    hint = _HINTS.get(word, "")
    if not hint:
        close = difflib.get_close_matches(word, [*_TABLE, "EUR", "kEUR", "MEUR"], n=1, cutoff=0.5)
        hint = f"did you mean `{close[0]}`?" if close else ""
    of = "" if word == whole else f" in `{_short(whole)}`"
    return UnitError("E-UNIT-001", f"unknown unit `{_short(word)}`{of}", _WORDS, hint)
