"""A small company in three files, whose every word can be traced: `extends`, `like`, a table, what a plan says over it."""

BASE = """\
language: 1
title: As it is
company: Alpha
years: {from: 2024, to: 2040, tail: 2060, base: 2025}
sources:
  estimate: {title: assumed for this test, status: assumption}
  report: {title: annual report, status: verified}
sites:
  plant: {in: DE, operator: company, assembly: {electricity: 0.6 MWh/veh}, batch: 20 veh, source: estimate}
  second plant: {like: plant, in: FR}
  cell works: {in: HU}
activities:
  cells H: {makes: LFP cell, at: cell works, like: LFP cell, price: 70 EUR/kWh, source: estimate}
vehicles:
  city:
    built at: plant
    mass: 1100 kg
    lifetime: 180000 km
    materials: {unit: kg, steel parts: 480, aluminium parts: 110, plastic parts: 150, glass: 30, tyres: 35, electronics: 40}
    battery: {LFP pack: 30 kWh}
    use: {charging: 15 kWh/(100 km)}
    upkeep: {car maintenance: 180000 km}
    end of life: {car treatment: 1 veh}
    source: estimate
mixes:
  LFP cell: {cells H: 100 %}
  electricity @ plant: {grid: rest, on-site PV: 10 %, source: estimate}
routes:
  source: estimate
  cells by road: {from: cell works, to: plant, legs: [{by: truck, distance: 900 km}]}
  to dealers: {from: plant, to: DE, legs: [{by: truck, distance: 300 km}]}
markets:
  DE: {survival: Germany, driving: {0: 12000 km/yr, 15: 7000 km/yr}, source: estimate}
sales: {$table: sales.csv, source: estimate}
policies:
  EU ETS: {kind: carbon price, in: EU, price: {2025: 74 EUR/t, 2035: 200 EUR/t}, source: estimate}
  grids: {kind: grid pathway, in: world, pathway: current-policies}
levers:
  plant wind: {mix: electricity @ plant, to: PPA wind, from: grid, at most: 90 %, earliest: 2026}
  green steel: {mix: steel @ EU, to: H2-DRI, at most: 80 %, earliest: 2028}
"""
SALES = """\
sold,market,2024 [veh/yr],2030 [veh/yr],2040 [veh/yr]
city,DE,8000,20000,25000
"""
PLAN = """\
language: 1
title: The plan
extends: base.yaml
levers:
  plant wind: {2026: 20 %, 2030: 90 %}
  green steel: {2028: 5 %, 2040: 80 %}
policies:
  grids: {pathway: well-below-2C}
sites:
  plant: {batch: 30 veh, source: report}
targets:
  halve: {kind: reduction, book: inventory, cut: 50 %, by: 2035}
"""


def company(folder, **more):
    """Write the files into a folder and give the paths of base and plan; ``more``: other files by stem."""
    for name, text in {
        "base.yaml": BASE,
        "sales.csv": SALES,
        "plan.yaml": PLAN,
        **{f"{k}.yaml": v for k, v in more.items()},
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "base.yaml", folder / "plan.yaml"
