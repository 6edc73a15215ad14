"""The same model in levels, written as plain mathematics and solved apart: where nothing couples shares it is exact and global.

In levels ``x`` of activities the balances, the bounds of shares and a budget are linear (METHOD, "Optimise"); the optimiser
works in shares, where they are not. Both must find the same optimum, also where one lever is worth nothing without another.
"""

import random

import numpy as np
import pytest
from scipy.optimize import linprog

from simulator.network import Optimize, Sales, Target, Years
from simulator.optimization import optimize
from simulator.projection import project, totals
from tests.optimization.cases import lever
from tests.small import activity, car, figure, mix, scenario

PRODUCTS = ("parts", "steel", "power")
CARS, SALES, DISCOUNT = 1000.0, range(2020, 2024), 1.06


class Chain:
    """Parts of steel, both of power; a clean way for each, which asks for more of what lies below."""

    def __init__(self, seed):
        draw = random.Random(seed).uniform
        self.needs = {  # way -> what it takes, emits and costs
            "parts/old": ({"steel": draw(0.5, 1.5), "power": draw(0, 1)}, draw(0.5, 1.5), draw(0.5, 2)),
            "parts/new": ({"steel": draw(0, 0.5), "power": draw(1, 5)}, draw(0, 0.1), draw(0.5, 3)),
            "steel/old": ({"power": draw(0, 0.5)}, draw(1.5, 2.5), draw(0.5, 1)),
            "steel/new": ({"power": draw(2, 5)}, draw(0, 0.3), draw(0.6, 1.2)),
            "power/old": ({}, draw(0.6, 1.0), 0.08),
            "power/new": ({}, draw(0, 0.05), draw(0.09, 0.2)),
        }
        self.most = {p: draw(0.5, 1.0) for p in PRODUCTS}
        self.bill = {"parts": draw(200, 600), "steel": draw(100, 900)}

    def scenario(self, budget):
        return scenario(
            tuple(activity(way, way.split("/")[0], *what) for way, what in self.needs.items()),
            mixes=tuple(mix(p, {f"{p}/old": None}) for p in PRODUCTS),
            vehicles=(car(sections={"materials": self.bill}),),
            sales=(Sales("car", "B", figure(CARS)),),
            years=Years(2020, 2023, 2024, 2020),
            levers={p: lever(p, p, f"{p}/new", at_most=self.most[p]) for p in PRODUCTS},
            targets={"goal": Target("goal", "budget", "flow", start=2020, end=2023, at_most=budget)},
            optimize=Optimize(meet=("goal",)),
        )

    def least(self, budget=None):
        """Least discounted cost in levels, and least emissions where there is no budget."""
        ways = list(self.needs)
        years, count = len(SALES), len(ways)
        emits = np.tile([self.needs[w][1] for w in ways], years)
        costs = np.concatenate([DISCOUNT**-t * np.array([self.needs[w][2] for w in ways]) for t in range(years)])
        balance, demand = np.zeros((years * 3, years * count)), np.zeros(years * 3)
        bound = np.zeros((years * 3, years * count))
        for t in range(years):
            for row, product in enumerate(PRODUCTS):
                demand[3 * t + row] = CARS * self.bill.get(product, 0.0)
                for column, way in enumerate(ways):
                    made = float(way.startswith(product))
                    balance[3 * t + row, count * t + column] = made - self.needs[way][0].get(product, 0.0)
                    held = self.most[product] if t > 0 else 0.0  # nothing can be decided in the first year
                    bound[3 * t + row, count * t + column] = made * (way.endswith("new") - held)
        rows, most = bound, np.zeros(years * 3)
        if budget is not None:
            rows, most = np.vstack([bound, emits]), np.append(most, budget)
        aim = emits if budget is None else costs
        scale = np.abs(rows).max(axis=1)
        return linprog(aim, A_ub=rows / scale[:, None], b_ub=most / scale, A_eq=balance, b_eq=demand).fun


@pytest.mark.parametrize("seed", range(16))
def test_the_optimum_in_shares_is_that_in_levels(seed):
    made = Chain(seed)
    idle = totals(made.scenario(1e12)).gross["market", "flow"][0][:4].sum()
    budget = made.least() + (idle - made.least()) * (0.1 + 0.8 * (seed % 5) / 5)
    plan = optimize(made.scenario(budget), project, decide=2021)
    assert plan.met
    assert plan.aim == pytest.approx(made.least(budget), rel=2e-6)
