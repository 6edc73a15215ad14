"""Data quality in words and cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from simulator.network import STATUSES
from simulator.network.origin import UNPROVEN
from simulator.planning.summary import MARK
from simulator.planning.trust import DataQuality, Share, Trust

_LITTLE = 0.005


def columns(found: DataQuality, car: Trust | None) -> list[str]:
    """Statuses that anything rests on, with the columns around them."""
    return ["", *_statuses(found, car), "rating"]


def cells(found: DataQuality, car: Trust | None, base: int) -> list[list[str]]:
    """A row a cut: all years, the base year and the car of the conventions, by emission factors and by first-tier amounts."""
    named = (("all years", found.every), (str(base), found.base), ("car below", car))
    shown = _statuses(found, car)
    return [
        [f"{name}: {cut}", *(_share(share.statuses.get(status, 0.0)) for status in shown), f"{share.rating:.1f}"]
        for name, one in named if one is not None
        for cut, share in _cuts(one).items()
    ]  # fmt: skip


def _statuses(found: DataQuality, car: Trust | None) -> list[str]:
    cuts = [share for one in (found.every, found.base, car) if one is not None for share in _cuts(one).values()]
    return [status for status in STATUSES if any(share.statuses.get(status, 0.0) >= _LITTLE for share in cuts)]


def _cuts(of: Trust) -> dict[str, Share]:
    return {"factors": of.factors} | ({} if of.amounts is None else {"amounts": of.amounts})


def _share(part: float) -> str:
    return f"{part:.0%}" if part >= _LITTLE else "·"


def sentences(found: DataQuality, marked: float) -> list[str]:
    """What is unverified, primary, listed and cut off."""
    lines = []
    if found.every is not None:
        rests = f"Unverified share (the larger cut): {found.every.unverified:.0%} of all years"
        rests += f", so the headline is marked (more than {marked:.0%})." if found.every.unverified > marked else "."
        mass = found.every.primary_mass
        by_mass = "" if mass is None else f", {mass:.0%} by the mass built into cars"
        lines.append(f"{rests} Primary: {found.every.factors.primary:.0%} by emissions{by_mass}.")
    off = [f"{one.vehicle} lists {one.listed / one.mass:.1%}{_filled(one.filled)}" for one in found.listed]
    well = found.vehicles - len(off)
    lines.append("; ".join([f"Bills of materials: {well} of {found.vehicles} within 1% of the car's mass", *off]) + ".")
    if found.cut_offs:
        each = "; ".join(f"{one.name} {one.estimate:.1%}{_mark(one.status)} ({one.reason})" for one in found.cut_offs)
        lines.append(f"Cut off by estimate: {found.cut_off:.1%} of gross, {found.covered:.1%} covered: {each}.")
    return lines


def rests(found: Trust) -> str:
    """One figure's data quality in a line."""
    amounts = "" if found.amounts is None else f", {found.amounts.unproven:.0%} on such amounts at the first tier"
    text = f"{found.factors.unproven:.0%} rests on unverified, assumed or unsourced factors{amounts}"
    return f"{text}; rating {found.factors.rating:.1f} (1 best to 5); primary {found.factors.primary:.0%} by emissions"


def _mark(status: str) -> str:
    return MARK if status in UNPROVEN else ""


def _filled(kg: float) -> str:
    return f", {kg:.0f} kg take the mean of it" if kg else ""


def said(found: DataQuality) -> Mapping[str, Any]:
    """As a document."""
    return {
        "all years": _said(found.every),
        "base year": _said(found.base),
        "bills of materials": [asdict(one) for one in found.listed],
        "vehicles with a bill of materials": found.vehicles,
        "cut-offs": [asdict(one) for one in found.cut_offs],
        "cut off": found.cut_off,
        "covered": found.covered,
    }


def _said(of: Trust | None) -> Mapping[str, Any] | None:
    return None if of is None else trust_said(of)


def trust_said(of: Trust) -> Mapping[str, Any]:
    """One figure's data quality as a document."""
    return {
        "by factor": asdict(of.factors),
        "by first-tier amount": None if of.amounts is None else asdict(of.amounts),
        "unverified": of.unverified,
        "primary by emissions": of.factors.primary,
        "primary by mass": of.primary_mass,
    }


__all__ = ["cells", "columns", "rests", "said", "sentences", "trust_said"]
