"""A small scenario text, and edits of it that know where they stand."""

SMALL = """\
language: 1
title: Small
years: {from: 2022, to: 2040, tail: 2060, base: 2023}
accounting: {money: EUR2025, gwp: AR6 GWP100, discount rate: 6 %}
sources:
  guess: {title: assumed here, status: assumption}
sites:
  plant: {in: CN-SN, operator: other, assembly: {electricity: 1 MWh/veh}, source: guess}
  maker: {in: CN-JS}
activities:
  cells: {makes: LFP cell, at: maker, like: LFP cell, price: 60 EUR/kWh}
vehicles:
  car A:
    sold as: car
    built at: plant
    mass: 1600 kg
    lifetime: 200000 km
    materials:
      unit: kg
      steel parts: 1200
    battery: {LFP pack: 48 kWh}
    use: {charging: 16 kWh/(100 km)}
    end of life: {car treatment: 1 veh}
  car B: {like: car A, use: {charging: 14 kWh/(100 km)}}
overheads:
  office: {at: plant, stage: offices, electricity: 1 GWh/yr}
mixes:
  car: {car A: rest, car B: {2022: 10 %, 2030: 30 %}}
  LFP cell: {cells: 100 %}
  steel @ CN: {BF-BOF: 90 %, scrap-EAF: 10 %}
routes:
  road: {from: plant, to: CN, legs: [{by: truck, distance: 900 km, time: 3 days}]}
  ship: {from: plant, to: DE, legs: [{by: car carrier, distance: 19945 km, through: Suez, detour: {distance: 25352 km}}]}
  cells road: {from: maker, to: plant, legs: [{by: truck, distance: 1300 km}]}
markets:
  CN: {survival: China private car, driving: {0: 15000 km/yr, 15: 9000 km/yr}}
  DE: {survival: Germany, driving: {0: 14000 km/yr, 15: 8000 km/yr}}
sales:
  unit: veh/yr
  car: {CN: {2022: 1000, 2040: 9000}, DE: 500}
policies:
  ETS: {kind: carbon price, in: EU, price: {2022: 81 EUR/t, 2030: 130 EUR/t}}
  CBAM: {kind: border adjustment, in: EU, charges: ETS}
  grids: {kind: grid pathway, in: world, pathway: current-policies}
levers:
  green steel: {mix: steel @ CN, to: H2-DRI, from: BF-BOF, at most: 80 %, earliest: 2028, ramp: 10 %/yr,
                share: {2028: 5 %, 2040: 60 %}}
  scrap: {mix: steel @ CN, to: scrap-EAF, share: {2025: 15 %}}
  lean: {input: charging, of: [car A, car B], becomes: {charging: 90 %}, share: {2030: 100 %}}
targets:
  neutral: {kind: net zero, book: inventory, by: 2040, residual: 10 %}
disruptions:
  closed: {closes: Suez, from: 2026-01, for: 18 months}
optimize: {objective: company, meet: [neutral], spend at most: 5 MEUR/yr}
"""
MARK = "«"


def edited(old: str, new: str) -> tuple[str, int, int]:
    """The small scenario with ``new`` for ``old``, and the line and column of the mark in it."""
    assert SMALL.count(old) == 1, f"{old!r} stands {SMALL.count(old)} times"
    return marked(SMALL.replace(old, new))


def marked(text: str) -> tuple[str, int, int]:
    """A text without its mark, and where that stood."""
    before = text[: text.index(MARK)]
    return text.replace(MARK, ""), before.count("\n") + 1, len(before) - before.rfind("\n")
