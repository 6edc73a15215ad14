"""What stands behind a handle, in words: what it does, its limits, who says so, and how far that is proven."""

from __future__ import annotations

from simulator.faces.web.wording import plain
from simulator.network import Activity, Improve, Lever, Origin, Scenario, Shift
from simulator.planning.handles import GridHandle, LeverHandle, PriceHandle
from simulator.planning.shelf import Opened
from simulator.planning.summary import amount
from simulator.words import Words


def behind_lever(handle: LeverHandle, opened: Opened, words: Words) -> str:
    """Meaning, limits, what the file says, how much it moves, source and status of a lever."""
    scenario, action = opened.filed.scenario, handle.lever.action
    does = _shift(action, scenario, words) if isinstance(action, Shift) else _improve(action, words)
    moves = words("lever_moves", amount=plain(amount(opened.panel.strength[handle.lever.name], "kg CO2e", words)))
    lines = [
        plain(does),
        _limits(handle, words),
        as_filed(handle, words),
        moves,
        _proof(origin_of(handle.lever), words),
    ]
    if isinstance(action, Shift) and action.to in scenario.activities:
        lines.append(_figures(scenario.activities[action.to], words))
    return "\n\n".join(line for line in lines if line)


def origin_of(lever: Lever) -> Origin:
    """Who says how far the lever goes; where it is only on offer, who offers it."""
    return lever.origin if lever.share is None else lever.share.origin


def as_filed(handle: LeverHandle, words: Words) -> str:
    """Where the scenario's file has a lever."""
    said = ", ".join(words("share_in", share=one.default, year=one.year) for one in handle.marks)
    begins = "" if handle.start is None else words("reference_start", year=handle.start.default)
    return plain(words("reference", said=said + begins)) if said else ""


def _figures(activity: Activity, words: Words) -> str:
    """On what the figures of an activity rest: its sources, and how far they can be trusted."""
    taken = [each.amount.origin for recipe in activity.recipes for each in recipe.inputs]
    origins = taken + [each.amount.origin for recipe in activity.recipes for each in recipe.emits] or [activity.origin]
    sources = list(dict.fromkeys(one.source for one in origins if one.source))
    more = [words("and_more", count=len(sources) - 2)] if len(sources) > 2 else []
    named = "; ".join(sources[:2] + more) or words("no_source")
    status = ", ".join(dict.fromkeys(words.term(one.status) for one in origins))
    return plain(words("figures_of", name=words.term(activity.title or activity.name), sources=named, status=status))


def _shift(action: Shift, scenario: Scenario, words: Words) -> str:
    known = scenario.activities.get(action.to)
    target = words.term((known.title if known else "") or action.to)
    mixes = [_mix(str(mix.product), mix.user, scenario) for mix in action.mixes[:3]]
    more = [words("and_more", count=len(action.mixes) - 3)] if len(action.mixes) > 3 else []
    named = ", ".join(mixes + more)
    if action.givers:
        return words("means_shift_from", target=target, mixes=named, givers=", ".join(action.givers))
    return words("means_shift", target=target, mixes=named)


def _mix(product: str, user: str, scenario: Scenario) -> str:
    known = scenario.products.get(product)
    name = (known.title if known else "") or product
    return name if user == "world" else f"{name} ({user})"


def _improve(action: Improve, words: Words) -> str:
    becomes = ", ".join(f"{words.percent(figure.points[-1].best)} {name}" for name, figure in action.becomes.items())
    return words("means_improve", input=action.input, becomes=becomes, places=", ".join(action.of))


def _limits(handle: LeverHandle, words: Words) -> str:
    lever = handle.lever
    said = [
        words("limit_most", share=words.percent(lever.at_most.points[-1].best)) if lever.at_most else "",
        words("limit_earliest", year=f"{lever.earliest:g}") if lever.earliest is not None else "",
        words("limit_ramp", share=words.percent(lever.ramp.points[-1].best)) if lever.ramp else "",
        words("limit_lead", years=words.figure(f"{lever.lead_time.points[-1].best:g}")) if lever.lead_time else "",
        words("limit_once", money=words.figure(f"{lever.once.points[-1].best:,.0f}")) if lever.once else "",
    ]
    text = "; ".join(word for word in said if word)
    offer = "" if handle.planned else words("only_offer")
    return " ".join(part for part in (offer, words("limits", limits=text) if text else "") if part)


def _proof(origin: Origin, words: Words) -> str:
    source, status = origin.source or words("no_source"), words.term(origin.status)
    if not origin.line:
        return plain(words("proof", source=source, status=status))
    file = origin.file.rsplit("/", 1)[-1]
    return plain(words("proof_line", source=source, status=status, file=file, line=origin.line))


def behind_grid(grid: GridHandle, words: Words) -> str:
    """Meaning, source and status of a grid pathway."""
    return plain(words("means_grid", place=grid.policy.place)) + "\n\n" + _proof(grid.policy.origin, words)


def behind_price(price: PriceHandle, words: Words) -> str:
    """Meaning, source and status of a carbon price."""
    does = plain(words("means_price", place=price.policy.place))
    return f"{does}\n\n{_proof(price.rule.price.origin, words)}"


__all__ = ["as_filed", "behind_grid", "behind_lever", "behind_price", "origin_of"]
