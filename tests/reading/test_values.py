"""Quantities, paths, uncertain values, tables, and what YAML means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import ScenarioError
from simulator.network import Figure, Point
from simulator.reading import paths
from simulator.reading.faults import Faults
from simulator.reading.tree import File, plain
from simulator.reading.yaml import MOST_NODES, compose
from tests.reading.texts import SMALL


def parsed(text):
    return plain(compose(text, File("it.yaml", tuple(text.splitlines())), Faults()))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("1e-3", 0.001), ("010", 10), ("2021-03-01", "2021-03-01"),
        ("1:30", "1:30"), ("true", True), ("~", None), ("", None), ("1_000", "1_000"), ("'12'", "12"), ("0x1F", "0x1F"),
        ("-5", -5), ("+5", 5), ("1.", 1.0), (".5", 0.5), ("9" * 30, 1e30), ("1.5 kg", "1.5 kg"),
    ],
)  # fmt: skip
def test_yaml_means_what_version_1_2_says(text, value):
    assert parsed(f"a: {text}") == {"a": value}


def test_norway_is_a_market(read):
    it = read(SMALL.replace("  DE: {survival", "  NO: {survival").replace("DE: 500", "NO: 500"))
    assert "NO" in it.markets


def test_an_alias_bomb_is_refused():
    text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)
    )
    with pytest.raises(ScenarioError) as error:
        parsed(text)
    assert error.value.faults[0].code == "E-YAML-004"
    assert str(MOST_NODES) in error.value.faults[0].message


def test_aliases_that_nest_too_deep_are_refused():
    text = "a: &a " + "[" * 30 + "]" * 30 + "\nb: " + "[" * 30 + "*a" + "]" * 30
    with pytest.raises(ScenarioError) as error:
        parsed(text)
    assert error.value.faults[0].code == "E-YAML-003"


def test_an_alias_is_a_copy():
    assert parsed("a: &x {b: 1}\nc: *x") == {"a": {"b": 1}, "c": {"b": 1}}


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "a: " + "'" * 99_999, "- " * 100_000, "a: \x01"])
def test_hostile_texts_end_in_a_fault(text):
    with pytest.raises(ScenarioError):
        parsed(text)


# ---- figures ----------------------------------------------------------------------------------------------------


def price(read, text):
    return read(SMALL.replace("price: 60 EUR/kWh", f"price: {text}")).activities["cells"].recipes[0].money.amount


@pytest.mark.parametrize(
    ("text", "best", "kind", "parameters"),
    [
        ("{best: 5 EUR/kWh, low: 4 EUR/kWh, high: 7 EUR/kWh, spread: triangular}", 5, "triangular", {"low": 4, "high": 7}),
        ("{best: 5 EUR/kWh, low: 4 EUR/kWh, high: 7 EUR/kWh, spread: pert}", 5, "pert", {"low": 4, "high": 7}),
        ("{low: 4 EUR/kWh, high: 7 EUR/kWh, spread: uniform}", 5.5, "uniform", {"low": 4, "high": 7}),
        ("{mean: 5 EUR/kWh, sd: 0.5 EUR/kWh, spread: normal}", 5, "normal", {"mean": 5, "sd": 0.5}),
        ("{median: 5 EUR/kWh, gsd: 1.4, spread: lognormal}", 5, "lognormal", {"median": 5, "gsd": 1.4}),
        ("{mean: 5 EUR/kWh, spread: exponential}", 5, "exponential", {"mean": 5}),
        (
            "{values: [4 EUR/kWh, 8 EUR/kWh], chances: [75 %, 25 %], spread: discrete}",
            5, "discrete", {"v0": 4, "v1": 8, "p0": 0.75, "p1": 0.25},
        ),
    ],
)  # fmt: skip
def test_spreads(read, text, best, kind, parameters):
    (point,) = price(read, text).points
    assert point.best == pytest.approx(best)
    assert point.spread.kind == kind
    assert dict(point.spread.parameters) == pytest.approx(parameters)


def test_units_convert_once(read):
    figure = price(read, "{2025: 60 EUR2025/kWh, 2030: {best: 50 EUR/MWh, source: a paper}}")
    assert [(point.x, pytest.approx(point.best)) for point in figure.points] == [(2025.0, 60), (2030.0, 0.05)]
    assert figure.unit == "EUR/kWh"
    assert figure.name == "activities.cells.price"


def test_points_are_in_rising_order_and_may_be_months(read):
    figure = price(read, "{2030: 3 EUR/kWh, 2025-07: 4 EUR/kWh, between: s-curve}")
    assert [point.x for point in figure.points] == [2025.5, 2030.0]
    assert figure.between == "s-curve"


def test_money_of_another_price_year(read):
    base = SMALL.replace("EUR2025", "EUR2020")
    now, then = read(SMALL), read(base)
    factor = then.activities["steel/H2-DRI"].recipes[0].money.amount.points[0].best / (
        now.activities["steel/H2-DRI"].recipes[0].money.amount.points[0].best)  # fmt: skip
    assert 0.7 < factor < 0.95
    assert then.activities["cells"].recipes[0].money.amount.points[0].best == 60.0


def test_an_input_with_a_category(read):
    it = read(SMALL.replace("steel parts: 1200", "steel parts: {amount: 1200 kg, category: 9}"))
    (exchange,) = it.vehicles["car A"].sections["materials"]
    assert (exchange.category, exchange.amount.points[0].best) == (9, 1200)


def test_extensions(read):
    text = SMALL.replace(
        "sources:", "products: {trim: {measured in: kg, category: 2, tag: trim, kind: good}}\nsources:", 1
    )
    text = text.replace(
        "  cells: {makes",
        "  trim line: {makes: trim, inputs: {glass: 1 kg/kg}, emits: {CO2e: 1 kg/kg, CO2: 2 kg/kg},"
        " returns: {steel parts: 90 %}, market: 5 kt/yr, recycled: true}\n  cells: {makes",
    )
    text = text.replace(
        "driving: {0: 14000 km/yr, 15: 8000 km/yr}}",
        "driving: {0: 14000 km/yr}, exports: {to: CN, share: 30 %, survival: {0: 100 %, 20: 10 %}}}",
    )
    text = text.replace("survival: Germany", "survival: {shape: 3, scale: 16 years}").replace("DE: 500", "DE: {follow: stock, "
                        "stock: {2030: 900 veh}}").replace("  ship: {from", "  ship: {paid by: buyer, from")  # fmt: skip
    text = text.replace("  lean: {", "  lean: {title: Leaner, group: Use, ").replace(
        "steel parts: 1200", "steel parts: 1200\n      trim: 2"
    )
    it = read(text)
    line = it.activities["trim line"]
    assert it.products["trim"].category == 2
    assert {emission.flow for emission in line.recipes[0].emits} == {"CO2e-unknown", "CO2 fossil"}
    assert line.returns.rates["steel parts"].points[0].best == pytest.approx(0.9)
    assert line.returns.market.points[0].best == 5e6
    market = it.markets["DE"]
    assert (market.survival.shape.points[0].best, market.survival.scale.points[0].best) == (3, 16)
    assert (market.exports.to, market.exports.survival.curve.points[-1].best) == ("CN", pytest.approx(0.1))
    (follow,) = (sale for sale in it.sales if sale.market == "DE")
    assert follow.cars is None
    assert follow.stock.unit == "veh"
    assert it.routes["ship"].paid_by == "buyer"
    assert (it.levers["lean"].title, it.levers["lean"].group) == ("Leaner", "Use")


def test_levies(read):
    text = SMALL.replace("  grids:", "  bonus: {kind: subsidy, in: CN, activity: steel/H2-DRI, from: 2030, amount: 50 EUR/t}\n"
                         "  stop: {kind: ban, in: CN, product: glass, from: 2035}\n  grids:")  # fmt: skip
    it = read(text)
    assert [point.best for point in it.policies["bonus"].rule.amount.points] == [-0.05]
    assert [(point.x, point.best) for point in it.policies["bonus"].acts.points[1:]] == [(2030.0, 1.0)]
    assert it.policies["bonus"].acts.points[0].best == 0.0
    assert it.policies["ETS"].acts is None
    assert (it.policies["stop"].rule.start, it.policies["stop"].rule.product) == (2035.0, "glass")


def test_a_plant_can_be_a_choice(read):
    text = SMALL.replace("built at: plant", "built at: plants").replace(
        "mixes:", "mixes:\n  plants: {plant: rest, maker: 20 %}"
    )
    it = read(text)
    assert it.vehicles["car A"].built_at == "plants"
    assert set(next(mix for mix in it.mixes if mix.product == "plants").shares) == {"plant", "maker"}


# ---- tables -----------------------------------------------------------------------------------------------------


def test_a_table_of_paths(read):
    text = SMALL.replace("  car: {CN: {2022: 1000, 2040: 9000}, DE: 500}", "  $table: s.csv\n  source: guess")
    table = 'sold,market,2022 [veh/yr],2030,source\ncar,CN,1000,2000,"a ""good"" paper, really"\n\ncar,DE,,50 veh/yr,\n'
    it = read(text, s__csv=table)
    assert [[point.best for point in sale.cars.points] for sale in it.sales] == [[1000, 2000], [50]]
    china, germany = (sale.cars.origin for sale in it.sales)
    assert (china.source, germany.source) == ('a "good" paper, really', "assumed here")
    assert (china.line, china.file.endswith("s.csv")) == (2, True)


def test_a_table_of_values(read):
    text = SMALL.replace("      unit: kg\n      steel parts: 1200\n", "      $table: bom.csv\n")
    it = read(text, bom__csv="part,value [kg],status\nsteel parts,1190,verified\nglass,10,\n")
    amounts = it.vehicles["car A"].sections["materials"]
    assert [(each.product, each.amount.points[0].best, each.amount.origin.status) for each in amounts] == [
        ("steel parts", 1190, "verified"), ("glass", 10, "unsourced")]  # fmt: skip


def test_a_table_of_records(read):
    text = SMALL.replace("  maker: {in: CN-JS}\n", "").replace("sites:\n  plant", "sites:\n  plant")
    text = text.replace(
        "  plant: {in: CN-SN, operator: other, assembly: {electricity: 1 MWh/veh}, source: guess}\n",
        "  $table: t.csv\n",
    )
    it = read(text, t__csv="site,in,operator,capacity [veh/yr]\nplant,CN-SN,company,120000\nmaker,CN-JS,,\n")
    assert (it.sites["plant"].operator, it.sites["plant"].capacity.points[0].best) == ("company", 120000)
    assert it.sites["maker"].capacity is None


# ---- paths ------------------------------------------------------------------------------------------------------

path_points = st.dictionaries(st.integers(1990, 2100), st.floats(-1e6, 1e6), min_size=1, max_size=8)


@given(path_points, st.sampled_from(["linear", "step", "s-curve"]), st.floats(1900, 2200))
def test_a_path_stays_between_its_points_and_is_held_outside(points, between, year):
    figure = Figure(tuple(Point(float(x), points[x]) for x in sorted(points)), between=between)
    value = paths.at(figure, year)
    assert min(points.values()) - 1e-9 <= value <= max(points.values()) + 1e-9
    if year <= min(points):
        assert value == points[min(points)]
    if year >= max(points):
        assert value == points[max(points)]


@given(path_points, st.sampled_from(["linear", "step", "s-curve"]))
def test_a_path_goes_through_its_points(points, between):
    figure = Figure(tuple(Point(float(x), points[x]) for x in sorted(points)), between=between)
    for x, best in points.items():
        assert paths.at(figure, float(x)) == pytest.approx(best, rel=1e-12, abs=1e-12)


def test_penalties_are_per_unit_missing_per_kg_too_much_and_per_car_and_kg_per_km(read, faults):
    """95 EUR per g/km and car is what Regulation (EU) 2019/631, Art. 8 asks."""
    laws = (
        "  again: {kind: recycled content, in: EU, product: LFP cell, at least: 10 %, penalty: 30 EUR/MWh}\n"
        "  pack: {kind: footprint limit, in: EU, product: LFP cell, at most: 70 kg/kWh, penalty: 200 EUR/t}\n"
        "  fleet: {kind: fleet standard, in: EU, at most: 49.5 g/km, penalty: 95 EUR·km/g}\n"
    )
    found = read(SMALL.replace("policies:\n", f"policies:\n{laws}")).policies
    paid = [found[name].rule.penalty.points[0].best for name in ("again", "pack", "fleet")]
    assert paid == pytest.approx([0.03, 0.2, 95_000.0])
    (fault,) = faults(SMALL.replace("policies:\n", f"policies:\n{laws.replace('95 EUR·km/g', '0.5 EUR/kg')}"))
    assert fault.code == "E-UNIT-002"
