"""From a merged document to a scenario: names first, then the nouns of each section, then what must fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.network import Accounting, Activity, Events, Mix, Optimize, Sales, Scenario
from simulator.reading import activities, check, company, disruptions, header, levers, mixes, policies, routes, targets
from simulator.reading.circles import may_need_itself
from simulator.reading.desk import Desk, Entry, key_of
from simulator.reading.document import Document
from simulator.reading.faults import Faults
from simulator.reading.fits import fits
from simulator.reading.merge import Memory, resolve
from simulator.reading.prepare import desk as prepare
from simulator.reading.sections import Sections
from simulator.reading.tree import RESERVED, Node
from simulator.reference.library import Library


def assemble(
    merged: Node,
    library: Library,
    file: str,
    faults: Faults,
    before: Scenario | None = None,
    layers: tuple[Node, ...] = (),
) -> Scenario:
    """The scenario that a document says.

    Parameters
    ----------
    layers : what was merged, for those who ask who said what.
    before : a scenario whose document differs in some records only; nouns of the others are taken over by identity.

    Raises
    ------
    ScenarioError
        with everything that is wrong.
    """
    old: Document | None = before.document if before is not None else None
    memory = old.memory.copy() if old else Memory()
    root = resolve(merged, library, memory, faults)
    desk = prepare(root, library, faults, old)
    keeps = old is not None and desk.names is old.desk.names and desk.gases is old.desk.gases
    scenario = _Assembly(desk, root, before if keeps else None).scenario(merged, file, memory, layers)
    faults.stop()
    _refuse_loops(scenario, root, faults)
    faults.stop()
    return scenario


def _refuse_loops(scenario: Scenario, root: Node, faults: Faults) -> None:
    """Faults of activities with a site that need their own product: nobody could be the first to order (METHOD, T3)."""
    named = root.map.get("activities")
    sited = {name: node for name, node in named.named() if "at" in node.map} if named is not None else {}
    if not sited or not may_need_itself(scenario):
        return
    # imported here: what cannot hold a loop is read without arrays; the graph is remembered for the engines
    from simulator.equations.expand import expand
    from simulator.equations.loops import looped_sites

    for gate in looped_sites(expand(scenario)):
        name = gate.removesuffix(" at the gate")
        if name in sited:
            message = f"`{name}` needs its own product, directly or through what it buys: a site cannot wait for itself"
            faults.add("E-SITE-001", message, sited[name].map["at"], path=f"activities.{name}.at",
                       expected="an activity without a site, or inputs made elsewhere")  # fmt: skip


@dataclass(slots=True)
class _Assembly:
    """One scenario in the making; ``before`` lends what did not change."""

    desk: Desk
    root: Node
    before: Scenario | None

    def scenario(self, merged: Node, file: str, memory: Memory, layers: tuple[Node, ...]) -> Scenario:
        old = self._old
        sections = Sections(self.desk, self.root, old.resolved if old else None, old.built if old else {})
        built = _nouns(sections, peers_changed=old is None or old.desk.peers != self.desk.peers)
        scenario = Scenario(
            title=self.root.text("title") or Path(file).stem,
            company=self.root.text("company"),
            about=self.root.text("about"),
            file=file,
            years=self.desk.years,
            accounting=self._accounting(),
            gwp=self.desk.gases,
            places=self.desk.names.places,
            products=self.desk.names.products,
            activities=self._activities(built["activities"]),
            mixes=self._mixes(built["mixes"]),
            sites=built["sites"],
            vehicles=built["vehicles"],
            overheads=built["overheads"],
            routes=built["routes"],
            markets=built["markets"],
            sales=self._sales(),
            policies=built["policies"],
            levers=built["levers"],
            targets=built["targets"],
            disruptions=built["disruptions"],
            cut_offs=built["cut-offs"],
            optimize=self._optimize(),
            events=self._events(),
            document=Document(merged, self.root, self.desk, built, memory, layers),
        )
        return replace(scenario, findings=fits(sections, scenario, self.before))

    @property
    def _old(self) -> Document | None:
        return self.before.document if self.before is not None else None

    def _accounting(self) -> Accounting:
        if self.before is not None:
            return self.before.accounting
        node = self.root.map.get("accounting", Node({}, self.root.file, 1, 1))
        account = header.money(self.root, self.desk.names.library, self.desk.faults)
        return header.accounting(Entry(self.desk, "accounting", node, "accounting"), account)

    def _activities(self, own: Mapping[str, Activity]) -> Mapping[str, Activity]:
        old = self._old
        if self.before is not None and old is not None and old.built["activities"] is own:
            return self.before.activities
        return {**self.desk.activities, **own}

    def _mixes(self, found: Mapping[str, Mix]) -> tuple[Mix, ...]:
        old = self._old
        if self.before is not None and old is not None and old.built["mixes"] is found:
            return self.before.mixes
        return mixes.chosen(self.desk, tuple(found.values()), _origins(self.desk, self.root))

    def _sales(self) -> tuple[Sales, ...]:
        old = self._old
        if self.before is not None and old is not None and old.same(self.root, "sales", "markets"):
            return self.before.sales
        return tuple(_sales(self.desk, self.root))

    def _optimize(self) -> Optimize | None:
        old = self._old
        if (
            self.before is not None
            and old is not None
            and old.same(self.root, "optimize")
            and old.desk.peers == self.desk.peers
        ):
            return self.before.optimize
        node = self.root.map.get("optimize")
        if node is None or not isinstance(node.value, dict):
            return None
        return targets.optimize(Entry(self.desk, "optimize", node, "optimize"))

    def _events(self) -> Events:
        old = self._old
        if self.before is not None and old is not None and old.same(self.root, "events"):
            return self.before.events
        node = self.root.map.get("events")
        if node is None or not isinstance(node.value, dict):
            return Events()
        return disruptions.events(Entry(self.desk, "events", node, "events"))


def _nouns(sections: Sections, *, peers_changed: bool) -> dict[str, Mapping[str, Any]]:
    """Nouns of all sections."""
    theirs = sections.desk.activities
    return {
        "sites": sections.build("sites", company.site),
        "activities": sections.build("activities", lambda entry: activities.activity(entry, theirs)),
        "vehicles": sections.build("vehicles", company.vehicle),
        "overheads": sections.build("overheads", company.overhead),
        "routes": sections.build("routes", routes.route),
        "mixes": sections.build("mixes", mixes.mix),
        "markets": sections.build("markets", company.market),
        "policies": sections.build("policies", policies.policy, anew=peers_changed),
        "levers": sections.build("levers", levers.lever, anew=peers_changed),
        "targets": sections.build("targets", targets.target),
        "disruptions": sections.build("disruptions", disruptions.disruption, anew=peers_changed),
        "cut-offs": sections.build("cut-offs", company.cut_off),
    }


def _origins(desk: Desk, root: Node) -> dict[str, Any]:
    """Where each vehicle, route and activity of the planner stands."""
    return {
        name: desk.reader.origin(node)
        for section in ("activities", "vehicles", "routes")
        for name, node in (root.map[section].named() if section in root.map else ())
    }


def _sales(desk: Desk, root: Node) -> list[Sales]:
    """Sales by sold name and market; faults of names nobody knows."""
    node = root.map.get("sales")
    found: list[Sales] = []
    if node is None or node.value is None or not check.is_map(node, "sales", desk.faults):
        return found
    sold_names = dict.fromkeys(desk.names.vehicles.values())
    markets = dict(root.map["markets"].named()) if "markets" in root.map else {}
    for sold, by_market in node.named():
        path = f"sales.{sold}"
        desk.check("E-NAME-001", "car that is `sold as`", sold, sold_names, key_of(by_market), path)
        if not check.is_map(by_market, path, desk.faults):
            continue
        for market, cars in by_market.map.items():
            if market in RESERVED:
                continue
            desk.check("E-NAME-005", "market", market, markets, key_of(cars), f"{path}.{market}")
            found.append(company.sales(desk, sold, market, cars))
    return found
