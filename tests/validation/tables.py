"""The tables of docs/validation.md as text, from what is published and what we compute."""

from tests.validation.ours import ARGONNE, BODY, CAUSES, LFP, NMC, TAKEN_APART, car, ours, pack, pack_with, plant_of
from tests.validation.published import figures, ranges, studies

HEADS = {
    "cars": ("study", "year", "car", "pack", "made in", "curb", "distance", "power in use", "status"),
    "stage": ("stage", "unit", "ours", "low", "high", "lies", "studies"),
    "life": ("whole life", "unit", "ours", "low", "high", "lies", "studies"),
    "difference": ("difference or route", "unit", "ours", "low", "high", "lies", "studies"),
    "causes": ("one thing changed", "who counts so", "to the gate", "delivery", "charging", "life", "frozen", "g/km"),
    "packs": ("pack in China", "NMC [kg/kWh]", "LFP [kg/kWh]", "NMC over LFP"),
    "ours": ("stage [t]", "China", "Germany", "Norway", "LFP, Germany"),
}
TEXT = {"study", "car", "pack", "made in", "power in use", "status", "unit", "lies", "who counts so"}
"""Columns that are no numbers, beside each first one."""


def table(name):
    """One table of the page as Markdown."""
    head = HEADS[name]
    rows = {"cars": _cars, "causes": _causes, "packs": _packs, "ours": _ours}.get(name, lambda: _ranges(name))()
    rule = ["---", *("---" if title in TEXT else "---:" for title in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def _ranges(of):
    for one in ranges().values():
        if one.of != of:
            continue
        mine = ours(one.quantity)
        low, high = (_short(one.low), _short(one.high)) if one.figures else ("", "")
        where = one.verdict(mine) if one.compared != "no" else "not compared"
        count = str(len({figure.study for figure in one.figures}))
        yield one.quantity, one.unit if one.unit != "1" else "", _short(mine), low, high, where, count


def _cars():
    used = {figure.study for figure in figures() if ranges_of(figure.quantity) in {"stage", "life"}}
    for name, row in studies().items():
        if name in used or name == "smart":
            pack = " ".join(filter(None, (row["kWh"] and f"{row['kWh']} kWh", row["chemistry"])))
            weight = row["curb kg"] and f"{int(row['curb kg']):,} kg"
            km = row["km"] and f"{int(row['km']):,} km"
            yield name, row["year"], row["car"], pack, row["made in"], weight, km, row["power in use"], row["status"]


def ranges_of(quantity):
    """Whether a quantity is a stage, a life or a difference; empty: no range stands on it."""
    return ranges()[quantity].of if quantity in ranges() else ""


def _causes():
    for name, cause in CAUSES.items():
        found, out = cause.footprint, cause.left_out
        delivery = 0 if "outbound freight" in cause.without else found.stages["outbound freight"]
        gate = sum(found.stages[stage] for stage in (*BODY, "battery"))
        sums = (gate, delivery, found.stages["charging"], found.total - out, found.frozen_grid - out)
        yield (
            name,
            cause.who,
            *(f"{kg / 1000:.1f}" for kg in sums),
            f"{(found.total - out) * 1000 / found.lifetime_km:.0f}",
        )


def _packs():
    for name, nmc, lfp in (
        ("as it stands", pack(NMC), pack(LFP)),
        ("energy of the plant of NMC cells for both", pack(NMC), pack_with(LFP, plant_of("NMC622 cell"))),
        ("energy of the plant of LFP cells for both", pack_with(NMC, plant_of("LFP cell")), pack(LFP)),
        ("energy of the plant by Argonne, equal for a kWh", pack_with(NMC, ARGONNE), pack_with(LFP, ARGONNE)),
        ("LFP cell as one was taken apart", pack(NMC), pack_with(LFP, TAKEN_APART)),
    ):
        yield name, _short(nmc), _short(lfp), _short(nmc / lfp)


def _ours():
    cars = [car(market=market) for market in ("CN", "DE", "NO")] + [car(LFP)]
    for stage in cars[0].stages:
        yield stage, *(f"{one.stages[stage] / 1000:.2f}" for one in cars)
    yield "whole life", *(f"{one.total / 1000:.1f}" for one in cars)
    yield "on the grid of 2023", *(f"{one.frozen_grid / 1000:.1f}" for one in cars)


def _short(value):
    """Three significant digits, no trailing noise."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
