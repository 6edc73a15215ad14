"""The optimiser's problem written apart, in levels: linear (or mixed-integer) as it stands, solved once, global.

Chosen is what each lever moves (``moved``, in units of its mix), hence what every way makes (``x``) and every mix holds
(``total``). Balances, shares, givers, supplies, capacities, contents, books and costs are linear in these levels. What is held
of *shares* from one year to the next (ramps) or switched by yes or no (payments made once, least shares) is so only where no
lever can change the total of the mix; with other mixes it is refused. All rows must hold: where nothing meets them there is no
answer. Scenarios that differ in numbers alone are solved in one go, ``case`` by case.
"""

from __future__ import annotations

from math import ceil

import linopy
import numpy as np
import xarray as xr

from simulator.network import Activity, Ban, Maximum, Minimum, Scenario, Site, Target
from tests.optimization.many import Many

linopy.options["semantics"] = "v1"  # labels that do not match are an error, and sparse models are quicker to build
EXACT = {"mip_rel_gap": 0.0, "mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9}
SILENT = {"progress": False, "output_flag": False, "log_to_console": False}


class Twin:
    """What scenarios ask as a model of linopy; ``aims`` are their optima [EUR, or kg], ``[case]``.

    Parameters
    ----------
    decide : first year that can still be decided; None: the one after the base year.
    """

    def __init__(self, *scenarios: Scenario, decide: int | None = None) -> None:
        n = self.n = Many(scenarios, decide)
        self.scenario = s = n.scenario
        m = self.m = linopy.Model(sparse=True)
        self.year = xr.DataArray(n.years, {"year": n.years}, ("year",))
        self.decided = n.years[(n.years >= n.first.since) & (n.years <= s.years.end)]  # limits hold in these years
        self.weight = (1.0 + s.accounting.discount_rate) ** -(self.year - float(s.years.base))
        self.x = m.add_variables(lower=0.0, coords=n.coords("way", "year"), name="x").to_linexpr()
        self.total = m.add_variables(lower=0.0, coords=n.coords("mix", "year"), name="total").to_linexpr()
        may = xr.where(n.acts > 0.0, np.inf, 0.0)  # nothing before a lever's first year
        self.moved = m.add_variables(lower=0.0, upper=may, name="moved").to_linexpr()
        self.fines, self.without = None, (n.costs * n.without).sum("way")
        self._network()
        self._levers()
        self._use()
        self._supplies()
        self._capacities()
        self._policies()
        for name in s.optimize.meet:
            self._target(name, s.targets[name])
        self._asked()
        assert m.solve(solver_name="highs", io_api="direct", **SILENT, **EXACT) == ("ok", "optimal"), "no answer"
        self.aims = self.aim.solution.values.tolist()

    def _keep(self, name: str, row, since: float = 0.0) -> None:
        """``row <= 0`` in the years that can be decided, from a date on."""
        self.m.add_constraints(row.sel(year=self.decided[self.decided >= since]) <= 0.0, name=name)

    # ---- the network ---------------------------------------------------------------------------------------------

    def _network(self) -> None:
        """Balances and shares; ``x >= 0`` is also that no giver gives more than it holds."""
        n, x, total = self.n, self.x, self.total
        self.gross = (n.emits * x).sum("way")
        self.removed = (n.removes * x).sum("way") if n.removes.any() else 0.0 * self.gross
        self.cost = (n.costs * x).sum("way")
        needs = (n.takes * x).sum("way")
        if "neutralisation" in n.first.mixes:  # asked for is all of the gross, the removals' own included
            here = xr.DataArray([float(mix == "neutralisation") for mix in n.first.mixes], {"mix": n.first.mixes})
            needs = needs + here * self.gross
        self.m.add_constraints(total - needs == n.wanted, name="balance")
        held, pulled = (n.makes * n.base * total).sum("mix"), ((n.aims - n.gives) * self.moved).sum("lever")
        self.m.add_constraints(x - held == pulled, name="share")

    # ---- levers --------------------------------------------------------------------------------------------------

    def _levers(self) -> None:
        """At most: ``b X + moved <= high X``."""
        n = self.n
        self.base = (n.aims * n.base).sum("way")
        self.high = np.maximum(n.at_most, self.base)
        if (self.high < 1.0).any():
            reached = (n.reaches * self.total).sum("mix")
            self.m.add_constraints(self.moved - (self.high - self.base) * reached <= 0.0, name="at most")

    def _use(self) -> None:
        """Ramps, and what is yes or no: of mixes whose total is given, so that shares are linear in levels."""
        n, m, levers = self.n, self.m, self.scenario.levers
        apart = [(name, other) for name, each in levers.items() for other in each.not_with]
        chosen = {name for name, v in levers.items() if v.once is not None or v.at_least is not None}
        on = sorted(chosen | {name for pair in apart for name in pair})
        ramped = [name for name, v in levers.items() if v.ramp is not None]
        assert not n.given.sel(lever=[*on, *ramped]).isnull().any(), "a lever whose share is not linear in levels"
        self.once, leap = None, None
        if on:
            y = m.add_variables(binary=True, coords=n.coords("lever", "year") | {"lever": on}, name="y").to_linexpr()
            begun = self._rise(y)
            given, base, high = (of.sel(lever=on) for of in (n.given, self.base, self.high))
            least, moved = n.at_least.sel(lever=on), self.moved.sel(lever=on)
            m.add_constraints(moved - (high - base) * given * y <= 0.0, name="nothing before use")
            m.add_constraints(moved - (least - base).clip(0.0) * given * y >= 0.0, name="at least")
            m.add_constraints(begun >= 0.0, name="in use for good")
            m.add_constraints(y <= n.acts.sel(lever=on), name="no use before the first year")
            for one, other in apart:
                m.add_constraints(
                    y.sel(lever=one, drop=True) + y.sel(lever=other, drop=True) <= 1.0, name=f"{one} or {other}"
                )
            self.once, leap = (n.once.sel(lever=on) * begun).sum("lever"), least * begun
        for names in ([name for name in ramped if name not in on], [name for name in ramped if name in on]):
            if names:
                sold, base, ramp = (of.sel(lever=names) for of in (n.given, self.base, n.ramp))
                share = self.moved.sel(lever=names) / sold.where(sold > 0.0, np.inf)  # beyond what the mix holds
                by_itself = base.diff("year").reindex(year=n.years, fill_value=0.0)
                rise = self._rise(share) - (np.maximum(ramp, by_itself) - by_itself)
                self._keep(f"ramp of {', '.join(names)}", rise - leap.sel(lever=names) if names[0] in on else rise)

    @staticmethod
    def _rise(of):
        """What something is more than in the year before; before the first year it is nothing."""
        return of - of.shift(year=1).fillna(0.0)

    # ---- what is limited -----------------------------------------------------------------------------------------

    def _made(self, ways: list[str]):
        return self.x.sel(way=ways).sum("way")

    def _supplies(self) -> None:
        """What a market supplies of an activity; of what returns from cars the twin knows nothing."""
        for name, activity in self.scenario.activities.items():
            if activity.returns is not None:
                assert not activity.returns.rates
                most = self.n.read(lambda s, name=name: s.activities[name].returns.market)
                self._keep(f"supply of {name}", self._made(self.n.first.made_by(name)) - most)

    def _capacities(self) -> None:
        """What an activity makes in all its mixes, or a site builds, is no more than what stands."""
        self.capital, self.added = None, {}
        for kind in ("activities", "sites"):
            for name, of in getattr(self.scenario, kind).items():
                if of.capacity is not None:
                    most = self.n.read(lambda s, kind=kind, name=name: getattr(s, kind)[name].capacity)
                    row = self._made(self.n.first.made_by(name)) - most
                    self._keep(f"capacity of {name}", row if of.expansion is None else row - self._standing(kind, of))

    def _standing(self, kind: str, of: Activity | Site):
        """Columns of what begins in each year, and what of it stands; each unit costs its annuity while it does."""
        n, rate = self.n, self.scenario.accounting.discount_rate

        def read(what: str) -> xr.DataArray:
            return n.read(lambda s: getattr(getattr(s, kind)[of.name].expansion, what)).rename(year="begun")

        lead = 0.0 if of.expansion.lead_time is None else of.expansion.lead_time.points[0].best
        begun = self.year.rename(year="begun")
        cost, lasts = read("cost"), read("lasts")
        may = xr.where(begun >= ceil(n.first.since + lead), np.inf, 0.0).broadcast_like(cost)
        added = self.added[of.name] = self.m.add_variables(lower=0.0, upper=may, name=f"added to {of.name}")
        alive = ((self.year >= begun) & (self.year < begun + lasts)).astype(float)
        annuity = cost / lasts if rate == 0.0 else cost * rate / (1.0 - (1.0 + rate) ** -lasts)
        stands = (alive * added).sum("begun")
        if of.expansion.at_most is not None:
            most = read("at_most").rename(begun="year")
            self.m.add_constraints(stands <= most, name=f"most that may be added to {of.name}")
        paid = (alive * annuity * added).sum("begun")
        self.capital = paid if self.capital is None else self.capital + paid
        return stands

    # ---- policies ------------------------------------------------------------------------------------------------

    def _policies(self) -> None:
        """Recycled content, limits on means and bans, of one place, the world; what breaks them is paid for, or must not be."""
        for name, policy in self.scenario.policies.items():
            assert self.scenario.places[policy.place].within is None, "a policy of the whole world"
            rule = policy.rule
            if isinstance(rule, Ban):
                ways = self.n.first.made_by(rule.activity) if rule.activity else self.n.first.making(rule.product)
                self._keep(name, self._made(ways), rule.start)
                continue
            held, beyond = rule.at_least if isinstance(rule, Minimum) else rule.at_most, self._beyond(name, rule)
            if rule.penalty is None:
                self._keep(name, beyond(self.x), np.floor(held.first))
            else:
                self._charge(name, beyond, np.floor(held.first))

    def _beyond(self, name: str, rule: Minimum | Maximum):
        """How far levels go beyond a limit, times what it is of."""
        n = self.n
        limit = n.read(lambda s: getattr(s.policies[name].rule, "at_least" if isinstance(rule, Minimum) else "at_most"))
        ways = [] if rule.product is None else n.first.making(rule.product)
        if isinstance(rule, Minimum):
            return lambda x: ((limit - n.recycled.sel(way=ways)) * x.sel(way=ways)).sum("way")
        if rule.measure == "fleet":
            return lambda x: (n.burns * x).sum("way") - limit * n.cars
        if n.first.only(rule.product):  # every kilogram is the product's
            return lambda x: (n.emits * x).sum("way") - limit * x.sel(way=ways).sum("way")
        assert n.first.settled(rule.product), "what a unit takes in causes what it causes"
        return lambda x: ((n.chain.sel(way=ways) - limit) * x.sel(way=ways)).sum("way")

    def _charge(self, name: str, beyond, since: float) -> None:
        """What a policy with a penalty costs, in years that are decided already, too; and without any lever."""
        n, end = self.n, self.scenario.years.end
        penalty = n.read(lambda s: s.policies[name].rule.penalty) * ((self.year >= since) & (self.year <= end))
        over = self.m.add_variables(lower=0.0, coords=n.coords("year"), name=f"beyond {name}").to_linexpr()
        held = n.years[(n.years >= since) & (n.years <= end)]
        self.m.add_constraints((beyond(self.x) - over).sel(year=held) <= 0.0, name=name)
        self.fines = penalty * over if self.fines is None else self.fines + penalty * over
        self.without = self.without + penalty * beyond(n.without).clip(0.0)

    # ---- what is asked -------------------------------------------------------------------------------------------

    def _target(self, name: str, target: Target) -> None:
        n, m, years = self.n, self.m, self.scenario.years
        assert target.book != "product" or not n.removes.any(), "the product book leaves out what removals cause"
        assert target.per in {"total", "vehicle"}
        base = years.base if target.against is None else target.against
        value = {
            part: n.value(lambda s, part=part: getattr(s.targets[name], part) or 0.0)
            for part in ("at_most", "cut", "a_year", "residual")
        }
        if target.kind == "budget":
            held = slice(target.start or years.start, target.end or years.end)
            net = (self.gross - self.removed).sel(year=held).sum("year")
            m.add_constraints(net <= value["at_most"], name=name)
            return
        by = years.end if target.by is None else target.by
        first, last = (base, by) if target.kind == "contraction" else (by, years.end)
        at = n.years[(n.years >= first) & (n.years <= last)]
        gross, then = self.gross.sel(year=at), self.gross.sel(year=base, drop=True)
        cars = n.cars.sel(year=at) if target.per == "vehicle" else 0.0 * n.cars.sel(year=at) + 1.0
        of_base = cars / (n.cars.sel(year=base, drop=True) if target.per == "vehicle" else 1.0)
        passed = self.year.sel(year=at) - base
        if target.kind == "intensity":
            m.add_constraints(gross <= value["at_most"] * cars, name=name)
        elif target.kind == "reduction":
            m.add_constraints(gross - (1.0 - value["cut"]) * of_base * then <= 0.0, name=name)
        elif target.kind == "contraction":
            left = (1.0 - value["a_year"] * passed).clip(0.0)
            m.add_constraints(gross - left * of_base * then <= 0.0, name=name)
        else:
            m.add_constraints(gross - self.removed.sel(year=at) <= 0.0, name=f"{name}, net")
            if target.residual is not None:
                m.add_constraints(gross - value["residual"] * of_base * then <= 0.0, name=f"{name}, residual")

    def _asked(self) -> None:
        """Spending by year, and the aim: discounted cost of all years, or net emissions of those still to decide."""
        n, asks = self.n, self.scenario.optimize
        for more in (self.once, self.capital, self.fines):
            self.cost = self.cost if more is None else self.cost + more
        if asks.spend_at_most is not None:
            self._keep("spend at most", self.cost - (self.without + n.read(lambda s: s.optimize.spend_at_most)))
        net = (self.gross - self.removed).sel(year=self.decided).sum("year")
        self.aim = (self.weight * self.cost).sum("year") if asks.minimize == "cost" else net
        self.m.add_objective(self.aim.sum())

    def share(self, lever: str, year: int, case: int = 0) -> float:
        """What the mix of a lever holds of its target [1]."""
        at = {"lever": lever, "year": year, "case": case}
        reached = (self.n.reaches * self.total.solution).sum("mix").sel(at)
        return float(self.base.sel(at) + self.moved.solution.sel(at) / reached)
