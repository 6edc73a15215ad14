"""Every code, at its exact line and column."""

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import CODES, Fault
from simulator.reading import files
from tests.reading.texts import MARK, SMALL, edited, marked

Faults = Callable[..., tuple[Fault, ...]]

PLANE = "  plane: {from: plant, to: CN, expedites: 9 days, legs: [{by: air, distance: 900 km}]}"
TWICE = "{like: copper/recycled, returns: «{copper parts: 0.6 kg/kg}}"
# code, what stands in the small scenario, what stands there instead (with a mark at the fault), words of the message
EDITS = [
    ("E-YAML-001", "title: Small", "title: [Small\nyears«: 1", ""),
    ("E-YAML-001", "  plant: {in", "«\tplant: {in", ""),
    ("E-YAML-002", "title: Small", "title: Small\n«title: Again", "first at 2:1"),
    ("E-YAML-003", "title: Small", "title: " + "[" * 40 + "«[" + "]" * 41, "nested"),
    ("E-YAML-004", "title: Small", "title: &a [«*a]", "holds itself"),
    ("E-YAML-006", "title: Small", "«[a, b]: Small", "no plain name"),
    ("E-YAML-007", "title: Small", "title: «!!python/object:os.system Small", "tag"),
    ("E-KEY-001", "    mass: 1600 kg", "    mass: 1600 kg\n    «weight: 5 kg", "`weight`"),
    ("E-KEY-001", "title: Small", "«titel: Small", "`titel`"),
    ("E-KEY-001", "legs: [{by: truck, distance: 1300 km}]", "legs: [{by: truck, distance: 1300 km, «tim: 3 days}]", "`tim`"),
    ("E-KEY-001", "steel parts: 1200", "steel parts: {amount: 1200 kg, «categry: 1}", "`categry`"),
    ("E-KEY-002", "  car A:\n    sold as: car\n    built at: plant\n", "  «car A:\n    sold as: car\n", "`built at` is missing"),
    ("E-KEY-002", "{kind: net zero, book", "{book", "`kind` is missing"),
    ("E-KEY-003", "title: Small", "title: «2030", "`2030`"),
    ("E-KEY-003", "operator: other, assembly", "operator: other, location: «[200, 5], assembly", "position"),
    ("E-KEY-003", "  maker: {in: CN-JS}", "  maker: «CN-JS", ""),
    ("E-KEY-004", "operator: other", "operator: «others", "`others`"),
    ("E-KEY-004", "kind: carbon price", "kind: «carbon prise", "`carbon prise`"),
    ("E-KEY-004", "language: 1", "language: «2", "`2`"),
    ("E-KEY-004", "steel parts: 1200", "steel parts: {amount: 1200 kg, category: «16}", "`16`"),
    ("E-KEY-005", "  maker: {in: CN-JS}", "  maker: {in: CN-JS}\n  «mak#er: {in: CN-JS}", "`mak#er`"),
    ("E-KEY-006", "price: 60 EUR/kWh", "price: 60 EUR/kWh, «cost: 3 EUR/kWh", "`cost` beside `price`"),
    ("E-KEY-006", "lean: {input", "lean: {mix: car, «input", "`input` beside `mix`"),
    ("E-KEY-006", "closed: {closes: Suez", "closed: {stops: plant, «closes: Suez", "beside"),
    ("E-KEY-002", "operator: other", "«ramp up: 3 months", "`opens` is missing"),
    ("E-KEY-002", "price: 60 EUR/kWh", "opens: 2024, «ramp up: 3 months", "`capacity` is missing"),
    ("E-KEY-004", "title: Small", "title: Small\nevents: {cars: «double}", "`double`"),
    ("E-KEY-001", "title: Small", "title: Small\nevents: {«orders varies: 5 %}", "`orders varies`"),
    ("E-KEY-006", "for: 18 months", "for: 18 months, «by: 2 months", "`by` beside `closes`"),
    ("E-KEY-006", "{closes: Suez, from: 2026-01, for: 18 months}", "{delays: scrap, by: 1 year, «fall back: cells}",
     "`fall back` beside `delays`"),
    ("E-UNIT-001", "mass: 1600 kg", "mass: «1600 ton", "`ton`"),
    ("E-UNIT-002", "mass: 1600 kg", "mass: «1600 kWh", "energy, not mass"),
    ("E-UNIT-003", "mass: 1600 kg", "mass: «1600", "bare number"),
    ("E-UNIT-004", "mass: 1600 kg", "mass: «1,600 kg", "`1,600 kg`"),
    ("E-UNIT-004", "charging: 16 kWh/(100 km)", "charging: «16 kWh/100 km", "two ways"),
    ("E-UNIT-005", "mass: 1600 kg", "mass: «.nan", "not finite"),
    ("E-UNIT-005", "mass: 1600 kg", "mass: «nan kg", "not finite"),
    ("E-UNIT-006", "price: 60 EUR/kWh", "price: «60 USD1951/kWh", "USD1951"),
    ("E-UNIT-006", "money: EUR2025", "money: «EUR1951", "EUR1951"),
    ("E-VALUE-001", "mass: 1600 kg", "mass: «-1600 kg", "below"),
    ("E-VALUE-001", "1 GWh/yr", "«-1 GWh/yr", "below 0"),
    ("E-VALUE-001", "price: 60 EUR/kWh", "price: 60 EUR/kWh, capacity: «0 kWh/yr", "not above 0"),
    ("E-VALUE-001", "price: 60 EUR/kWh", "price: 60 EUR/kWh, lead time: «-1 days", "below 0"),
    ("E-VALUE-001", "price: 60 EUR/kWh", "price: 60 EUR/kWh, batch: «0 kWh", "not above 0"),
    ("E-VALUE-001", "price: 60 EUR/kWh", "price: 60 EUR/kWh, lot: «0 kWh", "not above 0"),
    ("E-VALUE-001", "price: 60 EUR/kWh", "price: 60 EUR/kWh, stock: «-1 days", "below 0"),
    ("E-VALUE-001", "operator: other", "opens: 2024, capacity: {2022: 9 veh/yr, 2030: «0 veh/yr}", "not above 0"),
    ("E-VALUE-001", "operator: other", "opens: 2024, capacity: 9 veh/yr, ramp up: «-1 years", "below 0"),
    ("E-VALUE-001", "operator: other", "batch: «-1 veh", "below 0"),
    ("E-VALUE-001", "operator: other", "lot: «0 veh", "not above 0"),
    ("E-VALUE-001", "operator: other", "lead time: «-1 days", "below 0"),
    ("E-VALUE-001", "operator: other", "stock: «-1 days", "below 0"),
    ("E-VALUE-001", "time: 3 days", "time: «-3 days", "below 0"),
    ("E-VALUE-001", "for: 18 months", "for: «0 months", "not above 0"),
    ("E-VALUE-001", "from: 2026-01", "every: «0 days", "not above 0"),
    ("E-VALUE-001", "title: Small", "title: Small\nevents: {orders vary: «-5 %}", "below 0"),
    ("E-VALUE-003", "mass: 1600 kg", "mass: «{best: 1 kg, low: 2 kg, high: 3 kg, spread: triangular}", "low <= best"),
    ("E-VALUE-003", "price: 60 EUR/kWh", "price: «{mean: 1 EUR/kWh, sd: 2 EUR/kWh, spread: normal}", "three sd"),
    ("E-VALUE-003", "price: 60 EUR/kWh", "price: {best: 1 EUR/kWh, spread: «triangel}", "`triangel`"),
    ("E-VALUE-003", "price: 60 EUR/kWh", "price: {best: 1 EUR/kWh, «low: 0 EUR/kWh}", "without `spread`"),
    ("E-VALUE-003", "price: 60 EUR/kWh", "price: «{best: 1 EUR/kWh, low: 0 EUR/kWh, spread: pert}", "without `high`"),
    ("E-VALUE-004", "price: 60 EUR/kWh", "price: {«soon: 1 EUR/kWh}", "`soon`"),
    ("E-VALUE-004", "{0: 15000 km/yr, 15: 9000 km/yr}", "{0: 15000 km/yr, «90: 9000 km/yr}", "`90`"),
    ("E-VALUE-005", "{2022: 81 EUR/t,", "{«1822: 81 EUR/t,", "`1822`"),
    ("E-VALUE-005", "by: 2040", "by: «2070", "`2070`"),
    ("E-VALUE-005", "to: 2040, tail", "to: «9040, tail", "`9040`"),
    ("E-VALUE-005", "from: 2026-01", "from: «2021-12", "outside the years of the scenario"),
    ("E-VALUE-005", "from: 2026-01", "from: «2061", "outside the years of the scenario"),
    ("E-VALUE-005", "from: 2026-01", "from: «2261", "`2261`"),
    ("E-VALUE-006", "tail: 2060", "tail: «2030", "`tail` is 2030"),
    ("E-VALUE-006", "base: 2023", "base: «2010", "`base` is 2010"),
    ("E-VALUE-007", "from: 2026-01", "from: «2026-13", "`2026-13`"),
    ("E-NAME-001", "steel parts: 1200", "«steel part: 1200", "`steel part`"),
    ("E-NAME-001", "  car: {CN:", "  «cat: {CN:", "`cat`"),
    ("E-NAME-002", "{BF-BOF: 90 %", "{«BF-BOV: 90 %", "`BF-BOV`"),
    ("E-NAME-002", "to: H2-DRI", "to: «H2-DRY", "`H2-DRY`"),
    ("E-NAME-003", "at: maker", "at: «maler", "`maler`"),
    ("E-NAME-003", "built at: plant", "built at: «plan", "`plan`"),
    ("E-NAME-002", "closes: Suez", "stops: «celsl", "`celsl`"),
    ("E-NAME-002", "closes: Suez, from", "stops: cells, fall back: «LFP cell/generik, from", "`LFP cell/generik`"),
    ("E-NAME-003", "road: {from: plant, to: CN", "road: {from: «plan, to: CN", "`plan`"),
    ("E-NAME-004", "to: CN, legs", "to: «CM, legs", "`CM`"),
    ("E-NAME-004", "in: CN-JS", "in: «CN-XX", "`CN-XX`"),
    ("E-NAME-005", "DE: 500", "«FR: 500", "`FR`"),
    ("E-NAME-006", "{closes: Suez, from: 2026-01, for: 18 months}", "{delays: «grean steel, by: 1 year}", "`grean steel`"),
    ("E-NAME-008", "sources:", "products: {gold: {measured in: kg}}\nsources:", "nobody makes `gold`"),
    ("E-NAME-009", "survival: Germany", "survival: «Germani", "`Germani`"),
    ("E-NAME-009", "pathway: current-policies", "pathway: «current", "`current`"),
    ("E-NAME-009", "charges: ETS", "charges: «ETT", "`ETT`"),
    ("E-NAME-009", "through: Suez", "through: «Sues", "`Sues`"),
    ("E-NAME-009", "meet: [neutral]", "meet: [«neutrl]", "`neutrl`"),
    ("E-NAME-009", "gwp: AR6 GWP100", "gwp: «AR9 GWP100", "`AR9 GWP100`"),
    ("E-NAME-009", "closes: Suez", "closes: «Sues", "the passage or route `Sues`"),
    ("E-NAME-009", "closes: Suez, from", "closes: Suez, fall back: «trian, from", "the route `trian`"),
    ("E-NAME-010", "like: LFP cell", "like: «LFP cel", "`LFP cel`"),
    ("E-NAME-010", "{like: car A", "{like: «car B", "circle"),
    ("E-NAME-011", "{BF-BOF: 90 %", "{«cells: 90 %", "`cells` makes `LFP cell`"),
    ("E-NAME-011", "closes: Suez, from", "stops: maker, fall back: «steel/H2-DRI, from", "`maker` does not"),
    ("E-NAME-011", "closes: Suez, from", "stops: plant, fall back: «cells, from", "`plant` does not"),
    ("E-NAME-012", "price: 60 EUR/kWh", "emits: {«CO3: 1 kg/kWh}", "`CO3`"),
    ("E-NAME-013", "steel @ CN: {", "«steel @ CM: {", "`CM`"),
    ("E-NAME-013", "of: [car A, car B]", "of: [car A, «car C]", "`car C`"),
    ("E-NAME-014", "steel parts: 1200", "steel parts: 1200\n      glass: «$remove", "nothing to remove"),
    ("E-NAME-014", "price: 60 EUR/kWh", "inputs: {glass: «$remove}", "nothing to remove"),
    ("E-NAME-015", "  maker: {in: CN-JS}", "  maker: {in: CN-JS}\n  «DE: {in: DE}", "`DE`"),
    ("E-NAME-015", "routes:\n", f"routes:\n{PLANE.replace('plane', '«Suez')}\n", "`Suez` would mean a passage"),
    ("E-NAME-015", "routes:\n", f"routes:\n{PLANE.replace('plane', '«ship around Suez')}\n", "detour"),
    ("E-MIX-001", "{BF-BOF: 90 %", "{BF-BOF: 80 %", "add up to 90 % in 2022"),
    ("E-MIX-001", "car: {car A: rest, car B: {2022: 10 %, 2030: 30 %}}",
     "«car: {car A: 90 %, car B: {2022: 10 %, 2030: 30 %}}", "102.5 % in 2023"),
    ("E-MIX-002", "car B: {2022: 10 %, 2030: 30 %}}", "car B: «rest}", "`rest` again"),
    ("E-MIX-003", "{cells: 100 %}", "{cells: «100}", "above 100 %"),
    ("E-MIX-005", "  car B: {like: car A, use: {charging: 14 kWh/(100 km)}}",
     "  car B: {like: car A, use: {charging: 14 kWh/(100 km)}}\n  «car C: {like: car A}", "`car` has no share for it"),
    ("E-MIX-003", "{cells: 100 %}", "{cells: «-5 %}", "below 0"),
    ("E-LEVER-001", "{2025: 15 %}", "«{2025: 5 %}", "asks for 5 %"),
    ("E-LEVER-002", "{2025: 15 %}", "«{2025: 85 %}", "in 2031, which has"),
    ("E-LEVER-003", "at most: 80 %", "at most: 50 %", "above its `at most`"),
    ("E-LEVER-004", "share: {2028: 5 %", "share: {«2027: 5 %", "before its earliest year 2028"),
    ("E-LEVER-005", "ramp: 10 %/yr", "ramp: 4 %/yr", "rises by 4.583 % in 2029"),
    ("E-LEVER-006", "to: scrap-EAF", "to: «H2-DRI", "both aim at `steel/H2-DRI`"),
    ("E-LEVER-007", "from: BF-BOF", "from: «NG-DRI", "holds no"),
    ("E-LEVER-007", "lean: {input: charging, of: [car A, car B]", "lean: {input: glass, of: «[car A, car B]", "takes no `glass`"),
    ("E-LEVER-008", "at most: 80 %", "at most: 80 %, at least: 12 %", "has 5 % in 2028, below its `at least`"),
    ("E-LEVER-009", "to: scrap-EAF, share", "to: scrap-EAF, not with: «green steel, share", "`scrap` and `green steel` are both"),
    ("E-NAME-006", "to: scrap-EAF, share", "to: scrap-EAF, not with: «green stel, share", "`green stel`"),
    ("E-KEY-002", "price: 60 EUR/kWh", "«expansion: {cost: 75 EUR/kWh, lasts: 15 yr}", "`capacity` is missing"),
    ("E-KEY-002", "price: 60 EUR/kWh", "capacity: 1 GWh/yr, «expansion: {cost: 75 EUR/kWh}", "`lasts` is missing"),
    ("E-VALUE-004", "price: 60 EUR/kWh", "capacity: 1 GWh/yr, expansion: {cost: 75 EUR/kWh, lasts: 15 yr, added: «1 GWh/yr}",
     "names no year"),
    ("E-VALUE-005", "price: 60 EUR/kWh",
     "capacity: 1 GWh/yr, expansion: {cost: 75 EUR/kWh, lasts: 15 yr, added: «{2021: 1 GWh/yr}}", "outside the tables"),
    ("E-UNIT-002", "price: 60 EUR/kWh", "capacity: 1 GWh/yr, expansion: {cost: «75 EUR/kg, lasts: 15 yr}", ""),
    ("E-KEY-004", "lifetime: 200000 km", "lifetime: 200000 km\n    second life: {«glass: {share: 50 %, after: 8 yr}}",
     "`car A` has no `glass`"),
    ("E-VALUE-004", "lifetime: 200000 km", "lifetime: 200000 km\n    lasts: «{2022: 100 %, 2030: 120 %}", "is one figure"),
    ("E-CUSTODY-001", "price: 60 EUR/kWh", "price: 60 EUR/kWh, custody: «book and claim", "stands at a site"),
    ("E-CUSTODY-001", "price: 60 EUR/kWh}", "price: 60 EUR/kWh}\n  wind: {like: electricity/PPA wind, at: «maker}",
     "`wind` stands at a site"),
    ("E-CUSTODY-001", "price: 60 EUR/kWh}",
     "price: 60 EUR/kWh}\n  wind: {like: electricity/PPA wind, contract for: grid, custody: «physical}", "not `physical`"),
    ("E-CUSTODY-001", "price: 60 EUR/kWh}",
     "price: 60 EUR/kWh}\n  wind: {makes: electricity, contract for: «PPA wind}", "`electricity/PPA wind` is a claim itself"),
    ("E-CUSTODY-001", "price: 60 EUR/kWh}", "price: 60 EUR/kWh}\n  air: {like: neutralisation/DAC, custody: «book and claim}",
     "is a removal"),
    ("E-CUSTODY-001", "to: scrap-EAF, share", "to: scrap-EAF, custody: «book and claim, share",
     "holds `steel/scrap-EAF` physically"),
    ("E-CUSTODY-001", "lean: {input", "w: {mix: electricity @ CN, to: PPA wind, custody: «physical}\n  lean: {input",
     "is a claim"),
    ("E-CUSTODY-001", "lean: {input", "h: {mix: heat @ CN, to: heat pump, custody: «book and claim}\n  lean: {input",
     "stands on its user's ground"),
    ("E-KEY-006", "lean: {input", "lean: {custody: physical, «input", "`input` beside `custody`"),
    ("E-CUSTODY-002", "to: scrap-EAF, share", "to: scrap-EAF, custody: «mass balance, share", "nothing says how much is fed in"),
    ("E-CUSTODY-002", "price: 60 EUR/kWh", "price: 60 EUR/kWh, custody: «mass balance", "for `cells`"),
    ("E-CUSTODY-003", "  LFP cell: {cells: 100 %}\n",
     "  LFP cell: {cells: 100 %}\n  glass: {clear: «100 %}\n", "nobody in `glass` supplies in place of the claim `clear`"),
    ("E-CUSTODY-004", "price: 60 EUR/kWh}",
     f"price: 60 EUR/kWh}}\n  a: {TWICE.replace('«', '')}\n  b: {TWICE}", "`a` and `b` make 1.2 of `copper`"),
    ("E-VALUE-002", "price: 60 EUR/kWh}", "price: 60 EUR/kWh}\n  steel parts/generic: {holds: {steel sheet: «1.6 kg/kg}}",
     "holds 1.6 of `steel sheet` and takes in 1.07"),
    ("E-MASS-001", "mass: 1600 kg", "mass: «1700 kg", "its mass is 1700 kg"),
    ("E-MASS-001", "mass: 1600 kg", "mass: «1570 kg", "its mass is 1570 kg"),
    ("E-KEY-002", "title: Small", "title: Small\ncut-offs:\n  «clips: {estimate: 1 %}", "`reason` is missing"),
    ("E-VALUE-002", "title: Small", "title: Small\ncut-offs:\n  clips: {estimate: «2, reason: small}", "above 100 %"),
    ("E-UNIT-002", "discount rate: 6 %", "discount rate: 6 %, base year figure: «3 kWh", "energy"),
    ("E-VALUE-002", "discount rate: 6 %", "discount rate: 6 %, recalculates above: «5", "above 100 %"),
    ("E-ROUTE-001", "to: CN, legs", "to: «plant, legs", "to itself"),
    ("E-ROUTE-001", "{by: truck, distance: 900 km", "{by: «heat, distance: 900 km", "carries nothing"),
    ("E-ROUTE-001", "to: CN, legs", "to: «[], legs", "to nowhere"),
    ("E-ROUTE-002", "routes:\n", f"  delivery from plant to CN: {{road: 90 %, «plane: 10 %}}\nroutes:\n{PLANE}\n", "stands by"),
    ("E-ROUTE-003", "routes:\n", f"routes:\n{PLANE.replace('to: CN', 'to: [CN, FR]').replace('expedites: ', 'expedites: «')}\n",
     "no route from `plant` to `FR`"),
    ("E-SITE-001", "at: maker, like: LFP cell, price", "at: «maker, like: LFP cell, inputs: {LFP cell: 0.1 kWh/kWh}, price",
     "`cells` needs its own product"),
    ("E-STOP-001", "closes: Suez", "stops: «steel/BF-BOF", "has no site"),
    ("E-STOP-002", "closes: Suez", "closes: «Panama", "no route goes through `Panama`"),
    ("E-STOP-003", "closes: Suez, from", "stops: cells, fall back: «cells, from", "is what stops"),
    ("E-STOP-003", "closes: Suez, from", "stops: maker, fall back: «cells, from", "stands at `maker` and stops with it"),
    ("E-STOP-003", "closes: Suez, from", "stops: cells, fall back: «road, from", "is no activity"),
    ("E-STOP-003", "closes: Suez, from", "closes: Suez, fall back: «cells, from", "is no route"),
    ("E-STOP-003", "closes: Suez, from", "closes: Suez, fall back: «ship, from", "goes through `Suez`, too"),
    ("E-STOP-003", "closes: Suez, from", "closes: Suez, fall back: «road, from", "serves none"),
    ("E-STOP-003", "closes: Suez, from", "closes: road, fall back: «road, from", "is what closes"),
    ("E-STOP-003", "closes: Suez, from", "closes: road, fall back: «cells road, from", "serves none"),
]  # fmt: skip
NOT_MARKED = {
    "E-KEY-002": "neutral",
    "E-NAME-008": "gold",
    "E-MIX-001": "steel @ CN",
    "E-LEVER-003": "{2028: 5 %",
    "E-LEVER-005": "{2028: 5 %",
    "E-LEVER-008": "{2028: 5 %",
}


@pytest.mark.parametrize(("code", "old", "new", "words"), EDITS, ids=[f"{e[0]}-{i}" for i, e in enumerate(EDITS)])
def test_fault_of_an_edit_stands_at_its_line_and_column(faults: Faults, code, old, new, words):
    if MARK in new:
        text, line, column = edited(old, new)
        if code == "E-CUSTODY-003":
            text = text.replace("vehicles:\n", "  clear: {like: glass/generic, custody: book and claim}\nvehicles:\n")
            line += 1
    else:
        text = SMALL.replace(old, new)
        if code == "E-NAME-008":
            text = text.replace("steel parts: 1200", "steel parts: 1200\n      gold: 0.001")
        at = text.index(NOT_MARKED[code], text.index("targets:") if code == "E-KEY-002" else text.index("vehicles:"))
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    found = [fault for fault in faults(text) if fault.code == code]
    assert [(fault.file, fault.line, fault.column) for fault in found][:1] == [("it.yaml", line, column)]
    assert words in found[0].message
    assert found[0].excerpt == text.splitlines()[line - 1]


def test_every_code_has_a_test():
    elsewhere = {
        "E-FILE-001", "E-FILE-002", "E-FILE-003", "E-FILE-004", "E-FILE-005", "E-FILE-006", "E-FILE-007",
        "E-YAML-005", "E-NAME-007", "E-MIX-004", "E-SET-001", "E-SET-002",
    }  # fmt: skip
    assert {code for code, *_ in EDITS} | elsewhere == set(CODES)


# ---- files ------------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_names_its_neighbour(faults: Faults):
    text, line, column = marked(SMALL.replace("title: Small", "extends: «bass.yaml"))
    (fault,) = faults(text, base__yaml=SMALL)
    assert (fault.code, fault.line, fault.column) == ("E-FILE-001", line, column)
    assert "base.yaml" in fault.hint


def test_a_large_file_is_refused_before_it_is_read(faults: Faults, tmp_path: Path):
    with (tmp_path / "big.yaml").open("wb") as sparse:
        sparse.truncate(100_000_000)
    text, line, column = marked(SMALL.replace("title: Small", "extends: «big.yaml"))
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-FILE-002", line, column)
    assert "100.0 MB" in fault.message


def test_text_that_is_no_utf8(faults: Faults):
    (fault,) = faults(SMALL.replace("Small", "Kä").encode("latin-1"))
    assert (fault.code, fault.line, fault.column) == ("E-FILE-003", 2, 9)


@pytest.mark.parametrize("text", ["", "  \n", "\ufeff"])
def test_an_empty_file(faults: Faults, text):
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-FILE-004", 1, 1)


@pytest.mark.parametrize(
    "name", ["../it.yaml", "/etc/passwd", "sub/../../x.yaml", "https://example.org/x", "..\\x.yaml"]
)
def test_a_path_out_of_the_folder(faults: Faults, name):
    text, line, column = marked(SMALL.replace("title: Small", f"extends: «'{name}'"))
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-FILE-005", line, column)


def test_a_link_out_of_the_folder(faults: Faults, tmp_path: Path):
    (tmp_path / "link.yaml").symlink_to("/etc/hostname")
    text, line, column = marked(SMALL.replace("title: Small", "extends: «link.yaml"))
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-FILE-005", line, column)


def test_a_table_out_of_the_folder(faults: Faults):
    text, line, column = edited("  car: {CN: {2022: 1000, 2040: 9000}, DE: 500}", "  $table: «../sales.csv")
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-FILE-005", line, column)


def test_files_that_extend_one_another(faults: Faults):
    text, line, column = marked("language: 1\nextends: «it.yaml\n")
    (fault,) = faults("language: 1\nextends: other.yaml\n", other__yaml=text)
    assert (fault.code, fault.file, fault.line, fault.column) == ("E-FILE-006", "other.yaml", line, column)
    assert "it.yaml -> other.yaml -> it.yaml" in fault.message


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("sold,market,2022 [veh/yr]\ncar,CN«,5,6\n", "4 columns, the header 3"),
        ("sold,market,2022 [veh/yr]\ncar,CN,5\ncar,«CN,6\n", "keys of row 2 again"),
        ("sold,market,«market,2022\ncar,CN,CN,5\n", "named twice"),
        ("sold,market,2022\n,CN,5\n", "no key in column 1"),
        ('sold,market,2022\n"car,CN,5\n', "quote"),
        ("«sold;market;2022\ncar;CN;5\n", "keys and at least one more"),
        ("", "empty"),
    ],
)
def test_a_malformed_table_is_told_by_row_and_column(faults: Faults, table, words):
    text = SMALL.replace("  car: {CN: {2022: 1000, 2040: 9000}, DE: 500}", "  $table: sales.csv")
    if MARK in table:
        table, line, column = marked(table)
        if "6" in table.splitlines()[1]:
            column += 3
    else:
        line, column = (1, 1) if not table else (2, 1)
    found = [fault for fault in faults(text, sales__csv=table) if fault.code == "E-FILE-007"]
    assert (found[0].file, found[0].line, found[0].column) == ("sales.csv", line, column)
    assert words in found[0].message


def test_a_cell_that_is_no_quantity_is_told_in_the_table(faults: Faults):
    text = SMALL.replace("  car: {CN: {2022: 1000, 2040: 9000}, DE: 500}", "  $table: sales.csv")
    table, line, column = marked('sold,market,2022 [veh/yr],2030\ncar,CN,5,«"1,000"\n')
    (fault,) = faults(text, sales__csv=table)
    assert (fault.code, fault.file, fault.line, fault.column) == ("E-UNIT-004", "sales.csv", line, column)
    assert fault.excerpt == 'car,CN,5,"1,000"'


def test_the_top_is_a_map(faults: Faults):
    (fault,) = faults("- a\n- b\n")
    assert (fault.code, fault.line, fault.column) == ("E-YAML-005", 1, 1)


def test_several_ways_and_no_mix(faults: Faults):
    text, line, column = edited("  cells: {makes", "  «cells: {makes")
    text = text.replace(
        "activities:", "activities:\n  «more: {makes: trim, inputs: {glass: 1 kg/kg}}\n  most: {makes: trim}"
    )
    text, line, column = marked(text.replace("sources:", "products: {trim: {measured in: kg}}\nsources:"))
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-MIX-004", line, column)


def test_a_lever_on_a_mix_that_nobody_has(faults: Faults):
    text, line, column = edited("  lean: {", "  trims: {mix: «trim @ DE, to: most}\n  lean: {")
    text = text.replace(
        "activities:", "activities:\n  more: {makes: trim, inputs: {glass: 1 kg/kg}}\n  most: {makes: trim}"
    )
    text = text.replace("mixes:", "mixes:\n  trim @ CN: {more: rest, most: 10 %}")
    text = text.replace("sources:", "products: {trim: {measured in: kg}}\nsources:")
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-NAME-007", line + 4, column)


def test_a_value_above_what_is_possible(faults: Faults):
    text, line, column = edited("price: 60 EUR/kWh", "yield: «120 %")
    (fault,) = faults(text)
    assert (fault.code, fault.line, fault.column) == ("E-VALUE-002", line, column)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ("levers.green stel.share.2030=40 %", "E-SET-001", "`green stel`"),
        ("lever=1", "E-SET-001", "`lever`"),
        ("vehicles.car A.mass.2030=5 kg", "E-SET-001", "`2030`"),
        ("routes.road.legs.4.distance=5 km", "E-SET-001", "a list of 1"),
        ("nothing", "E-SET-002", "`nothing`"),
        ("title={a", "E-SET-002", "no value"),
        ("vehicles.car A.mass=5 ton", "E-UNIT-001", "`ton`"),
        ("years.to=soon", "E-KEY-003", "`soon`"),
    ],
)
def test_a_change_that_is_wrong_is_told_by_its_path(faults: Faults, change, code, words):
    found = faults(SMALL, sets=(change,))
    assert found[0].code == code
    assert (found[0].file, found[0].line) == ("--set", 0)
    assert words in found[0].message
    assert found[0].path == change.partition("=")[0]


def test_all_faults_come_at_once_in_the_order_of_the_text(faults: Faults):
    text = (
        SMALL.replace("mass: 1600 kg", "mass: 1600 ton")
        .replace("at: maker", "at: maler")
        .replace("by: 2040", "by: 2090")
    )
    text = text.replace("language: 1", "language: 1\nlanguge: 2")
    found = faults(text)
    assert [fault.code for fault in found] == ["E-KEY-001", "E-NAME-003", "E-UNIT-001", "E-VALUE-005"]
    assert sorted(fault.line for fault in found) == [fault.line for fault in found]


def test_faults_of_the_file_that_was_asked_for_come_before_those_of_what_it_extends(faults: Faults):
    parent = SMALL.replace("mass: 1600 kg", "mass: 1600 ton")
    found = faults("language: 1\nextends: base.yaml\ntitel: Ours\n", base__yaml=parent)
    assert [fault.code for fault in found] == ["E-KEY-001", "E-UNIT-001"]
    assert [Path(fault.file).name for fault in found] == ["it.yaml", "base.yaml"]


def test_a_fault_prints_its_line_a_caret_and_a_hint(faults: Faults):
    text, line, column = edited("operator: other", "operator: «othr")
    (fault,) = faults(text)
    shown = str(fault).splitlines()
    assert shown[0] == f"it.yaml:{line}:{column}: E-KEY-004 `othr` is not possible here"
    assert shown[2].index("^") == shown[1].index("othr")
    assert any("did you mean `other`?" in each for each in shown)


def test_bounds_are_as_the_page_says():
    assert files.MOST_BYTES == 1_000_000
