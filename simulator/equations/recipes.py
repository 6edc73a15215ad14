"""Which recipe holds: the narrowest place around the activity, on the pathway its grids follow, in each view."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.network import VIEWS, Activity, GridPathway, Recipe, Scenario, View

DEFAULT_PATHWAY = "current-policies"


class Recipes:
    """Recipes of a scenario's activities as they hold at a place."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._pathways = pathways(scenario)
        self._by_place: dict[str, dict[str, list[Recipe]]] = {}
        self._by_market: dict[str, set[str]] = {}

    def at(self, activity: Activity, place: str) -> Iterator[tuple[Recipe, View | None]]:
        """Recipes that hold, each with the view it holds in (None: both)."""
        found = [self._one(activity, place, view) for view in VIEWS]
        if found[0] is found[1]:
            yield found[0], None
        else:
            yield from zip(found, VIEWS, strict=True)

    def lacks_residual(self, activity: Activity, place: str) -> bool:
        """Whether a residual mix is known of an activity elsewhere, but not at this place."""
        if activity.contract_for is not None or len(activity.recipes) == 1:
            return False
        known = self._residual(activity)
        around = self._scenario.places.upward(place)
        return bool(known) and next((at for at in around if at in self._places_of(activity)), "") not in known

    def _one(self, activity: Activity, place: str, view: View) -> Recipe:
        if len(activity.recipes) == 1:
            return activity.recipes[0]
        wanted = self._pathway(place)
        at_place = self._places_of(activity)
        for at in self._scenario.places.upward(place):
            here = [r for r in at_place.get(at, ()) if r.pathway in ("", wanted) and r.view in (None, view)]
            if here:
                return max(here, key=lambda r: (r.view is not None, r.pathway != ""))
        return next((r for r in activity.recipes if r.view is None), activity.recipes[0])

    def _places_of(self, activity: Activity) -> dict[str, list[Recipe]]:
        if activity.name not in self._by_place:
            found = self._by_place[activity.name] = {}
            for recipe in activity.recipes:
                found.setdefault(recipe.place, []).append(recipe)
        return self._by_place[activity.name]

    def _residual(self, activity: Activity) -> set[str]:
        """Places with a recipe of the market view."""
        if activity.name not in self._by_market:
            self._by_market[activity.name] = {recipe.place for recipe in activity.recipes if recipe.view == "market"}
        return self._by_market[activity.name]

    def _pathway(self, place: str) -> str:
        for at in self._scenario.places.upward(place):
            if at in self._pathways:
                return self._pathways[at]
        return DEFAULT_PATHWAY


def pathways(scenario: Scenario) -> dict[str, str]:
    """Grid pathway by the place whose policy sets it."""
    return {p.place: p.rule.pathway for p in scenario.policies.values() if isinstance(p.rule, GridPathway)}
