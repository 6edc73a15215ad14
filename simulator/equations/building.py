"""The builder: collects the graph's records while purchases are followed from the customers to the mines."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

from simulator.equations.graph import Arise, Buyer, Cost, Crossing, Emit, Maker, Purchase, Use
from simulator.equations.recipes import Recipes
from simulator.equations.supplies import AS_BEFORE, Supplies, UnsuppliedError, improvements
from simulator.network import Activity, Exchange, Figure, Improve, Recipe, Scenario, View, constant

ONE = constant(1.0)
FREIGHT = ("freight", "delivery")
Fill = Callable[[int, str], None]
"""Makes the maker that fills a purchase by one option of its supply."""


class Builder:
    """The graph in the making.

    Parameters
    ----------
    supplier : fills a purchase of a buyer by one option of its mix: made on the spot, or brought from a site.
    """

    def __init__(self, scenario: Scenario, supplier: Callable[[Builder, Buyer, int, str], None]) -> None:
        self.scenario = scenario
        self._supplier = supplier
        self.supplies = Supplies(scenario)
        self.purchases: list[Purchase] = []
        self.makers: list[Maker] = []
        self.uses: list[Use] = []
        self.emits: list[Emit] = []
        self.costs: list[Cost] = []
        self.crossings: list[Crossing] = []
        self.arises: list[Arise] = []
        self.figures: list[Figure] = []
        self.demand: dict[tuple[str, ...], int] = {}
        self.sold: dict[tuple[str, str], int] = {}
        self.findings: dict[str, None] = {}
        self.unmatched: dict[str, dict[str, None]] = {}
        self._recipes = Recipes(scenario)
        self._improvements = improvements(scenario.levers)
        self._reused = _reused(scenario)
        self._rows: dict[int, int] = {}
        self._feeling: dict[int, bool] = {}
        self._known: dict[tuple[str, int, str, str], int] = {}
        self._waiting: deque[tuple[int, Fill]] = deque()

    # ---- purchases ---------------------------------------------------------------------------------------------

    def buy(self, product: str, buyer: Buyer) -> int:
        """The purchase of a product by a buyer, made on first sight."""
        supply = self.supplies.find(product, buyer)
        site = buyer.site if buyer.site and self._feels_site(supply) else ""
        return self.purchase(product, supply, buyer.place, site, partial(self._supplier, self, buyer))

    def purchase(self, product: str, supply: int, place: str, site: str, fill: Fill) -> int:
        """The purchase with this key; ``fill`` is called once for each option when it is new."""
        key = (product, supply, place, site)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self.purchases)
            self.purchases.append(Purchase(product, supply, place, site))
            self._waiting.append((known, fill))
        return known

    def follow(self) -> None:
        """Fill all purchases that wait, and those they lead to."""
        while self._waiting:
            number, fill = self._waiting.popleft()
            for option in self.supplies.all[self.purchases[number].supply].options:
                fill(number, option)

    def _feels_site(self, supply: int) -> bool:
        if supply not in self._feeling:
            found = (self.scenario.activities.get(option) for option in self.supplies.all[supply].options)
            self._feeling[supply] = any(a is not None and (a.at is not None or a.on_site) for a in found)
        return self._feeling[supply]

    # ---- makers ------------------------------------------------------------------------------------------------

    def maker(self, purchase: int, option: str, activity: str, product: str, at: Buyer, **marks: bool) -> int:
        """A maker that fills a purchase by an option of its supply; controlled if its site is the company's."""
        number = self.purchases[purchase].supply
        row = self.supplies.offsets[number] + self.supplies.all[number].options.index(option)
        site = self.scenario.sites.get(at.site)
        known = self.scenario.products.get(product)
        self.makers.append(
            Maker(
                activity=activity,
                purchase=purchase,
                option=row,
                product=product,
                kind=known.kind if known else "good",
                place=at.place,
                site=at.site,
                controlled=site is not None and site.operator == "company",
                **marks,
            )
        )
        return len(self.makers) - 1

    def activity(self, purchase: int, option: str, activity: Activity, buyer: Buyer) -> None:
        """The maker that runs an activity by the recipes that hold where it stands; of a claim, in the market view."""
        stands = buyer.site if activity.at is not None or activity.on_site else ""
        here = Buyer(activity.name, stands, buyer.place)
        claim = self.supplies.claimed(self.purchases[purchase].supply, option)
        recipes = list(self._recipes.at(activity, here.place))
        if claim:
            recipes = [(recipe, "market") for recipe, view in recipes if view != "location"]
        marks = {"priced": all(recipe.priced for recipe, _ in recipes), "covered": activity.covered, "claim": claim}
        maker = self.maker(purchase, option, activity.name, activity.makes, here, **marks)
        yield_ = -1 if activity.yield_ is None else self.row(activity.yield_)
        for recipe, view in recipes:
            self._recipe(maker, recipe, view, here, yield_)
            if view != "location":
                self._scrap(maker, activity, recipe, yield_)
        if self.makers[maker].kind == "energy" and self._recipes.lacks_residual(activity, here.place):
            self.unmatched.setdefault(activity.name, {})[here.place] = None
        if claim:
            self._in_place(purchase, option, maker, activity.makes, buyer)

    def _in_place(self, purchase: int, option: str, claim: int, product: str, buyer: Buyer) -> None:
        """What a claim draws in the location view: a unit from those who step in for it."""
        bought = self.purchases[purchase]
        instead = self.supplies.instead(bought.supply, option)
        name, fill = f"{product} in place of {option}", partial(self._supplier, self, buyer)
        source = self.purchase(name, instead, bought.place, bought.site, fill)
        self.draw(claim, source, ONE, view="location", clear=True)

    def _scrap(self, maker: int, activity: Activity, recipe: Recipe, yield_: int) -> None:
        """New scrap: what of its inputs is not in the product, and what the yield rejects."""
        for exchange in recipe.inputs:
            held = activity.holds.get(exchange.product)
            if held is not None and exchange.product in self._reused:
                self._arises(maker, exchange.product, exchange.amount, 1.0, yield_)
                self._arises(maker, exchange.product, held, -1.0, yield_)
        if yield_ >= 0 and activity.makes in self._reused:
            self._arises(maker, activity.makes, ONE, 1.0, yield_)
            self._arises(maker, activity.makes, ONE, -1.0)

    def _arises(self, maker: int, product: str, amount: Figure, sign: float, yield_: int = -1) -> None:
        self.arises.append(Arise(maker, product, self.row(amount), sign, yield_))

    def _recipe(self, maker: int, recipe: Recipe, view: View | None, here: Buyer, yield_: int) -> None:
        for exchange in recipe.inputs:
            self.use(maker, exchange, here, view=view, yield_=yield_)
        for emission in recipe.emits:
            self.emits.append(Emit(maker, emission.flow, self.row(emission.amount), yield_, view))
        if recipe.money is not None and view != "location":
            self.costs.append(Cost(maker, recipe.money, self.row(recipe.money.amount), yield_))

    def use(
        self,
        maker: int,
        exchange: Exchange,
        buyer: Buyer,
        *,
        view: View | None = None,
        yield_: int = -1,
        stage: str = "",
        forced: bool = False,
    ) -> None:
        """One input of a maker, bought by ``buyer``; freight of goods is inbound freight unless said otherwise."""
        try:
            source = self.improvable(exchange.product, buyer)
        except UnsuppliedError as error:
            self.findings[f"{error}: left out"] = None
            return
        product = self.scenario.products.get(exchange.product)
        moved = product is not None and product.kind in FREIGHT and self.makers[maker].kind not in FREIGHT
        if moved and not forced:
            stage = "inbound freight"
        self.draw(
            maker,
            source,
            exchange.amount,
            view=view,
            yield_=yield_,
            stage=stage,
            forced=forced,
            category=exchange.category or 0,
        )

    def draw(self, maker: int, source: int, amount: Figure, **marks: object) -> None:
        """One input of a maker from a purchase that is already known."""
        self.uses.append(Use(maker, source, self.row(amount), **marks))  # type: ignore[arg-type]

    # ---- improvements ------------------------------------------------------------------------------------------

    def improvable(self, product: str, buyer: Buyer, done: int = 0) -> int:
        """The purchase of a product, split by each lever that improves this input of this user; effects multiply."""
        users = (buyer.user, buyer.site)
        names = list(dict.fromkeys([n for user in users for n in self._improvements.get((user, product), ())]))
        if done >= len(names):
            return self.buy(product, buyer)
        name = names[done]
        action = self.scenario.levers[name].action
        assert isinstance(action, Improve)

        def fill(number: int, option: str) -> None:
            maker = self.maker(number, option, f"{name}: {option}", product, buyer)
            becomes: Iterable[tuple[str, Figure]] = [(product, ONE)] if option == AS_BEFORE else action.becomes.items()
            for other, amount in becomes:
                source = self.improvable(other, buyer, done + 1 if other == product else 0)
                self.draw(maker, source, amount, clear=True)
            if option != AS_BEFORE:
                self._less_scrap(maker, product, buyer, action)

        return self.purchase(
            f"{product} of {buyer.user}, {name}", self.supplies.improved(name), buyer.place, buyer.site, fill
        )

    def _less_scrap(self, maker: int, product: str, buyer: Buyer, action: Improve) -> None:
        """An input that is improved where its user holds only part of it: what is saved does not become scrap."""
        user = self.scenario.activities.get(buyer.user)
        if user is None or product not in user.holds or product not in self._reused:
            return
        if product in action.becomes:
            self._arises(maker, product, action.becomes[product], 1.0)
        self._arises(maker, product, ONE, -1.0)

    def improving(self, user: str, product: str) -> list[Improve]:
        """What levers do to this input of this user, in order."""
        actions = (self.scenario.levers[name].action for name in self._improvements.get((user, product), ()))
        return [action for action in actions if isinstance(action, Improve)]

    def row(self, figure: Figure) -> int:
        """Row of a figure in the table of values."""
        known = self._rows.get(id(figure))
        if known is None:
            known = self._rows[id(figure)] = len(self.figures)
            self.figures.append(figure)
        return known


def _reused(scenario: Scenario) -> set[str]:
    """Products whose new scrap some activity can use."""
    return {product for each in scenario.activities.values() if each.returns for product in each.returns.scrap}
