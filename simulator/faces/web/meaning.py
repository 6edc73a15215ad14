"""What stands behind a handle, in words: what it does, its limits, who says so, and how far that is proven."""

from __future__ import annotations

from simulator.faces.web.words import plain
from simulator.network import Activity, Improve, Lever, Origin, Scenario, Shift
from simulator.planning.handles import GridHandle, LeverHandle, PriceHandle


def behind_lever(handle: LeverHandle, scenario: Scenario) -> str:
    """Meaning, limits, source and status of a lever."""
    action = handle.lever.action
    does = _shift(action, scenario) if isinstance(action, Shift) else _improve(action)
    lines = [does, _limits(handle), _proof(origin_of(handle.lever))]
    if isinstance(action, Shift) and action.to in scenario.activities:
        lines.append(_figures(scenario.activities[action.to]))
    return "\n\n".join(line for line in lines if line)


def origin_of(lever: Lever) -> Origin:
    """Who says how far the lever goes; where it is only on offer, who offers it."""
    return lever.origin if lever.share is None else lever.share.origin


def _figures(activity: Activity) -> str:
    """On what the figures of an activity rest: its sources, and how far they can be trusted."""
    taken = [each.amount.origin for recipe in activity.recipes for each in recipe.inputs]
    origins = taken + [each.amount.origin for recipe in activity.recipes for each in recipe.emits] or [activity.origin]
    sources = list(dict.fromkeys(one.source for one in origins if one.source))
    named = "; ".join(sources[:2]) + (f"; and {len(sources) - 2} more" if len(sources) > 2 else "")
    statuses = ", ".join(dict.fromkeys(one.status for one in origins))
    return plain(f"Figures of “{activity.title or activity.name}”: {named or 'no source stated'}. Status: {statuses}.")


def _shift(action: Shift, scenario: Scenario) -> str:
    known = scenario.activities.get(action.to)
    target = (known.title if known else "") or action.to
    mixes = ", ".join(_mix(str(mix.product), mix.user, scenario) for mix in action.mixes[:3])
    more = f" and {len(action.mixes) - 3} more" if len(action.mixes) > 3 else ""
    givers = f", taken from {', '.join(action.givers)}" if action.givers else ""
    return plain(f"Share of “{target}” in {mixes}{more}{givers}.")


def _mix(product: str, user: str, scenario: Scenario) -> str:
    known = scenario.products.get(product)
    name = (known.title if known else "") or product
    return name if user == "world" else f"{name} ({user})"


def _improve(action: Improve) -> str:
    becomes = ", ".join(f"{figure.points[-1].best:.0%} {product}" for product, figure in action.becomes.items())
    return plain(f"How far it is rolled out: {action.input} becomes {becomes} in {', '.join(action.of)}.")


def _limits(handle: LeverHandle) -> str:
    lever = handle.lever
    said = [
        f"at most {lever.at_most.points[-1].best:.0%}" if lever.at_most else "",
        f"not before {lever.earliest:g}" if lever.earliest is not None else "",
        f"rises by at most {lever.ramp.points[-1].best:.0%} of the mix a year" if lever.ramp else "",
        f"decision to effect {lever.lead_time.points[-1].best:g} yr" if lever.lead_time else "",
        f"{lever.once.points[-1].best:,.0f} EUR once" if lever.once else "",
    ]
    text = "; ".join(word for word in said if word)
    offer = "" if handle.planned else "Only on offer: the scenario does not use it. "
    return offer + (f"Limits: {text}." if text else "")


def _proof(origin: Origin) -> str:
    source = origin.source or "no source stated"
    where = f" ({origin.file.rsplit('/', 1)[-1]}, line {origin.line})" if origin.line else ""
    return plain(f"Source: {source}{where}. Status: {origin.status}.")


def behind_grid(grid: GridHandle) -> str:
    """Meaning, source and status of a grid pathway."""
    return (
        f"How clean the power grids in {plain(grid.policy.place)} become; the company does not choose it.\n\n"
        + _proof(grid.policy.origin)
    )


def behind_price(price: PriceHandle) -> str:
    """Meaning, source and status of a carbon price."""
    does = f"Price on covered direct emissions in {price.policy.place}; the way there bends with it. It changes costs, and shares"
    return f"{plain(does)} only where a mix answers prices.\n\n{_proof(price.rule.price.origin)}"


__all__ = ["behind_grid", "behind_lever", "behind_price", "origin_of"]
