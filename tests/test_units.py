"""The closed table of units, with pint as an oracle where it can be one."""

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pint import UnitRegistry

from simulator.errors import UnitError
from simulator.units import BASES, Quantity, canonical, parse, parse_unit

PHYSICAL = ["g", "kg", "t", "Wh", "kWh", "MWh", "GWh", "TWh", "MJ", "GJ", "m", "km", "h", "day", "week", "yr"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("755 kg", 755, "kg"),
        ("12 kt", 12e6, "kg"),
        ("20 Mt", 20e9, "kg"),
        ("19.4 kWh/(100 km)", 0.194, "kWh/km"),
        ("0.15 kWh/km", 0.15, "kWh/km"),
        ("12 %", 0.12, "1"),
        ("10 %/yr", 0.1, "1/yr"),
        ("6 weeks", 42 / 365, "yr"),
        ("1 month", 1 / 12, "yr"),
        ("365 days", 1, "yr"),
        ("24 months", 2, "yr"),
        ("8760 h", 1, "yr"),
        ("74 USD2025/kWh", 74, "EUR/kWh"),
        ("12 MEUR", 12e6, "EUR"),
        ("3.6 MJ", 1, "kWh"),
        ("3 kWh/kWh", 3, "1"),
        ("2 t.km", 2000, "kg.km"),
        ("2 tkm", 2000, "kg.km"),
        ("2 t·km", 2000, "kg.km"),
        ("16.1 g CO2e/tkm", 16.1e-6, "1/km"),
        ("1 kg CO2e/kWh", 1, "kg/kWh"),
        ("95 g CO2/km", 0.095, "kg/km"),
        ("84 EUR/t CO2e", 0.084, "EUR/kg"),
        ("5 vkm", 5, "km"),
        ("9000 veh/yr", 9000, "veh/yr"),
        ("1e3 kg", 1000, "kg"),
        ("-.5 kg", -0.5, "kg"),
        ("7", 7, "1"),
        ("3 EUR/(kg.km)", 3, "EUR/(kg.km)"),
    ],
)
def test_quantities(text, value, unit):
    quantity = parse(text)
    assert quantity.base == pytest.approx(value)
    assert quantity.unit.canonical == unit


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("3 ton", "E-UNIT-001", "`t`"),
        ("3 kgg", "E-UNIT-001", "`kg`"),
        ("3 kWh/km/yr", "E-UNIT-001", "kWh/(km.yr)"),
        ("3 kW", "E-UNIT-001", "kWh"),
        ("3 USD2024.CNY2024", "E-UNIT-001", ""),
        ("3 kg CO3", "E-UNIT-001", ""),
        ("3 km CO2e", "E-UNIT-001", ""),
        ("3 kg/", "E-UNIT-001", ""),
        ("3 (kg", "E-UNIT-001", "kg"),
        ("3 2 kg", "E-UNIT-001", ""),
        ("3 kWh/(0 km)", "E-UNIT-001", ""),
        ("3 " + "kg." * 60 + "kg", "E-UNIT-001", ""),
        ("7 kWh/100 km", "E-UNIT-004", "7 kWh/(100 km)"),
        ("1,000 kg", "E-UNIT-004", "1000 kg"),
        ("1_000 kg", "E-UNIT-004", "1000 kg"),
        ("755kg", "E-UNIT-004", "755 kg"),
        ("kg", "E-UNIT-004", ""),
        ("", "E-UNIT-004", ""),
        ("nan kg", "E-UNIT-005", ""),
        ("-inf", "E-UNIT-005", ""),
        ("1e999 kg", "E-UNIT-005", ""),
    ],
)
def test_what_is_refused(text, code, hint):
    with pytest.raises(UnitError) as error:
        parse(text)
    assert error.value.code == code
    assert hint in error.value.hint


def test_conversion_asks_for_one_dimension():
    assert parse("3 t").to("kg") == 3000
    assert parse("1500 kg").to("t") == 1.5
    with pytest.raises(UnitError, match="energy, not mass") as error:
        parse("3 kWh").to("kg")
    assert error.value.code == "E-UNIT-002"


def test_money_needs_a_rate():
    rates = {"EUR2025": 1.0, "EUR": 1.0, "USD2024": 0.9}
    assert parse("10 USD2024/t").to("EUR2025/t", rates) == pytest.approx(9)
    assert parse("10 EUR/t").to("EUR/t") == pytest.approx(10)
    with pytest.raises(UnitError, match="CNY2024") as error:
        parse("10 CNY2024").to("EUR2025", rates)
    assert error.value.code == "E-UNIT-006"


def test_pint_agrees():
    registry = UnitRegistry(None)
    for line in (
        "gram = [mass] = g", "kilo- = 1e3 = k-", "mega- = 1e6 = M-", "giga- = 1e9 = G-", "tera- = 1e12 = T-",
        "tonne = 1e6 g = t", "meter = [length] = m", "Wh = [energy]", "joule = Wh / 3600 = J", "yr = [time]",
        "day = yr / 365", "week = 7 day", "h = day / 24",
    ):  # fmt: skip
        registry.define(line)
    scale = {"gram": 1e-3, "meter": 1e-3, "Wh": 1e-3, "yr": 1.0}
    for top in PHYSICAL:
        for below in PHYSICAL:
            theirs = registry.Quantity(1.0, f"{top}/{below}").to_base_units()
            expected = float(theirs.magnitude)
            for unit, power in theirs.unit_items():
                expected *= scale[str(unit)] ** power
            assert parse_unit(f"{top}/{below}").factor == pytest.approx(expected), (top, below)


dims = st.tuples(*(st.integers(-2, 2) for _ in BASES))


@given(dims)
def test_canonical_text_reads_back(powers):
    assert parse_unit(canonical(powers)).dims == powers
    assert parse_unit(canonical(powers)).factor == 1.0


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["kg", "kWh/(100 km)", "%", "t/yr", "g/tkm"]))
def test_any_number_reads_back(value, unit):
    quantity = parse(f"{value!r} {unit}")
    assert quantity == Quantity(value, parse_unit(unit))


@given(st.text(max_size=30))
def test_no_text_gives_anything_but_a_quantity_or_a_unit_error(text):
    with contextlib.suppress(UnitError):
        parse(text)


def test_a_unit_is_read_once():
    assert parse_unit("kWh/(100 km)") is parse_unit("kWh/(100 km)")


def test_nothing_heavy_is_imported():
    program = (
        "import sys, simulator.units; print(*(set(sys.modules) & {'pint', 'numpy', 'pydantic', 'yaml', 'pandas'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
