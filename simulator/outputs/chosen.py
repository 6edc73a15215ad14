"""The plan in a ledger's header as a plain document: for the manifest, and for whoever opens the ledger alone."""

from __future__ import annotations

from math import isfinite
from typing import Any

from simulator.ledger import Header


def chosen(header: Header) -> dict[str, Any] | None:
    """Years, shares [1] by lever and mix, removals by activity [kg], capacity that begins [unit/yr]; None without a plan.

    What was not to be chosen is null.
    """
    plan = header.plan
    if plan is None:
        return None
    return {
        "years": list(header.periods),
        "shares": [
            {"lever": lever, "of": of, "share": [float(one) if isfinite(one) else None for one in values]}
            for (lever, of), values in plan.shares.items()
        ],
        "removals": {name: values.tolist() for name, values in plan.removals.items()},
        "added": {name: values.tolist() for name, values in plan.added.items()},
    }


__all__ = ["chosen"]
