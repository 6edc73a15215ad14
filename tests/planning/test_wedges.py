"""What levers are worth: answers on paper, what Shapley promises, removals, policies, sampled orders."""

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import QuestionError
from simulator.network import BOOKS, VIEWS, CarbonPrice, GridPathway, Policy
from simulator.planning.coalitions import plan
from simulator.planning.players import OTHERS, players
from simulator.planning.wedges import wedges
from simulator.projection import project, totals
from tests import shipped
from tests.pulled import AIR, BOTH, CARS, CLEAN, CLEANER, LEAN, LESS, NOBODY, pulled
from tests.small import figure
from tests.worlds import world


def named(found, values):
    return dict(zip((player.name for player in found.players), values.tolist(), strict=True))


def inventory(found, way, measure="gross", year=2023):
    return named(found, found.change(way, measure, "inventory", "market")[:, found.column(year)])


def closes(found):
    """Whether every quantity of every year adds up to the difference between nobody and everyone."""
    scale = np.maximum(np.abs(found.nobody), np.abs(found.everyone)).max(axis=1, keepdims=True)
    return bool((np.abs(found.shapley.sum(axis=0) - (found.everyone - found.nobody)) <= 1e-12 * scale).all())


def test_two_levers_on_one_stream_share_what_they_do_together():
    found = wedges(pulled())
    cleaner, less = (CARS * (-(NOBODY - CLEAN) - (LEAN - BOTH)) / 2, CARS * (-(NOBODY - LEAN) - (CLEAN - BOTH)) / 2)
    assert inventory(found, "shapley") == pytest.approx({CLEANER: cleaner, LESS: less})
    assert inventory(found, "alone") == pytest.approx({CLEANER: CARS * (CLEAN - NOBODY), LESS: CARS * (LEAN - NOBODY)})
    assert inventory(found, "last") == pytest.approx({CLEANER: CARS * (BOTH - LEAN), LESS: CARS * (BOTH - CLEAN)})
    assert found.coalitions == 4
    assert found.pairs == 0


def test_nothing_changes_before_a_lever_acts_and_the_years_of_sale_are_summed():
    found = wedges(pulled())
    change = found.change("shapley", "gross", "flow", "location")
    assert not change[:, : found.column(2022)].any()
    assert change[:, found.column()] == pytest.approx(change[:, :5].sum(axis=1))
    with pytest.raises(QuestionError, match=r"year\(=2031\) must be from 2020 to 2030"):
        found.column(2031)


def test_own_cost_is_shared_out_like_tonnes():
    found = wedges(pulled())
    own = named(found, found.change("shapley", "own")[:, found.column(2023)])
    assert own == pytest.approx({CLEANER: CARS * (1000 + 800) / 2, LESS: -CARS * (200 + 400) / 2})


def test_one_off_payments_belong_to_the_lever_that_makes_them():
    made = pulled()
    paying = replace(made.levers[LESS], once=figure(7e6))
    found = wedges(replace(made, levers={**made.levers, LESS: paying}))
    once = named(found, found.change("shapley", "once")[:, found.column(2022)])
    assert once == {CLEANER: 0.0, LESS: 7e6}


@pytest.mark.parametrize("seed", range(2))
def test_shares_close_in_every_book_view_and_year(seed):
    made = world(random.Random(seed))
    found = wedges(made, levers=sorted(made.levers)[:3], policies=["policy 0", "policy 2"])
    assert closes(found)
    everything, nothing = totals(made), found.total
    for book in BOOKS:
        for view in VIEWS:
            assert nothing("net", book, view)[1][:-1] == pytest.approx(everything.net(view, book)[0], rel=1e-9, abs=1.0)


def test_the_everyone_of_smart_is_its_projection_and_the_nobody_has_no_lever():
    import simulator as sim

    made = shipped.smart()
    found = sim.wedges(made, by="group")
    assert closes(found)
    ledger = project(made)
    none = totals(replace(made, levers={name: replace(one, share=None) for name, one in made.levers.items()}))
    gross = found.total("gross", "inventory", "market")
    table = sim.pathway(ledger, "inventory", "market")
    assert gross[1][:-1] == pytest.approx(table.gross.to_numpy(), rel=1e-9)
    assert gross[0][:-1] == pytest.approx(none.gross["market", "inventory"][0], rel=1e-9)
    once = found.total("once")[1][:-1]
    assert once == pytest.approx(ledger.once)
    change = named(found, found.change("shapley", "net", "inventory", "market")[:, found.column()])
    assert min(change, key=change.get) == "Materials"


def test_the_order_of_levers_in_a_file_decides_nothing():
    made = world(random.Random(1))
    other = replace(made, levers=dict(reversed(made.levers.items())))
    one, two = (
        wedges(each, levers=sorted(made.levers)[:3], pairs=pairs) for each, pairs in ((made, None), (other, None))
    )
    assert one.players == two.players
    scale = np.abs(one.nobody).max(axis=1)[None, :, None]
    assert np.abs(one.shapley - two.shapley).max() <= (1e-9 * scale).max()
    drawn, again = (wedges(each, levers=sorted(made.levers)[:3], pairs=2) for each in (made, other))
    assert np.abs(drawn.shapley - again.shapley).max() <= (1e-9 * scale).max()


def test_a_lever_that_moves_nothing_is_worth_nothing():
    made = pulled()
    held = replace(made.levers["idle"], share=figure(0.0))
    found = wedges(replace(made, levers={**made.levers, "idle": held}))
    assert not found.shapley[[player.name for player in found.players].index("idle")].any()


def test_two_levers_that_do_the_same_are_worth_the_same():
    made = pulled()
    half = {name: replace(made.levers[CLEANER], name=name, share=figure(0.5)) for name in ("one", "two")}
    twins = {name: replace(lever, action=replace(lever.action, to=f"mill/{name}")) for name, lever in half.items()}
    ways = {f"mill/{name}": replace(made.activities["mill/clean"], name=f"mill/{name}") for name in twins}
    found = wedges(replace(made, levers={LESS: made.levers[LESS], **twins}, activities={**made.activities, **ways}))
    one, two = (found.shapley[[p.name for p in found.players].index(name)] for name in ("one", "two"))
    assert one == pytest.approx(two, rel=1e-12)
    assert one.any()


# ---- removals --------------------------------------------------------------------------------------------------------


def test_removals_share_what_they_take_off_the_rest():
    found = wedges(pulled(0.5, chain=0.1))
    gross, net = (inventory(found, "shapley", measure) for measure in ("gross", "net"))
    removed = named(found, found.change("shapley", "removed")[:, found.column(2023)])
    left = CARS * BOTH
    asked = left / (1 - 0.5 * 0.1)  # half of what is asked for is taken from the air, at 0.1 kg a kg
    assert removed == pytest.approx({CLEANER: 0.0, LESS: 0.0, AIR: 0.5 * asked})
    assert gross[AIR] == pytest.approx(0.05 * asked)
    assert net == pytest.approx({name: gross[name] - removed[name] for name in gross})
    assert gross[CLEANER] == pytest.approx(-CARS * (1900 + 1520) / 2)
    assert inventory(found, "alone", "net")[AIR] == pytest.approx(-0.45 * CARS * NOBODY / 0.95)
    assert inventory(found, "last", "net")[AIR] == pytest.approx(-0.45 * asked)
    assert closes(found)


def test_among_the_others_removals_are_players_like_any():
    found = wedges(pulled(0.5), removals="among")
    worth = {
        frozenset(): NOBODY,
        frozenset({CLEANER}): CLEAN,
        frozenset({LESS}): LEAN,
        frozenset({CLEANER, LESS}): BOTH,
    }
    wanted = dict.fromkeys((CLEANER, LESS, AIR), 0.0)
    for order in itertools.permutations(wanted):
        for place, player in enumerate(order):
            before, after = set(order[:place]), set(order[: place + 1])
            change = [worth[frozenset(who - {AIR})] * (0.5 if AIR in who else 1.0) for who in (before, after)]
            wanted[player] += CARS * (change[1] - change[0]) / 6
    assert inventory(found, "shapley", "net") == pytest.approx(wanted)
    assert closes(found)


def test_what_nothing_but_removals_draws_on_comes_last_too():

    made = shipped.smart()
    assert {player.name for player in players(made) if player.removes} == {
        "removals DAC", "removals biochar", "green power at removals",
    }  # fmt: skip
    assert [player.name for player in players(made, "group") if player.removes] == ["Removals"]


# ---- who plays -------------------------------------------------------------------------------------------------------


def test_levers_that_are_not_named_are_one_player():
    found = wedges(pulled(0.5), levers=[LESS])
    assert [(player.name, player.members) for player in found.players] == [(LESS, (LESS,)), (OTHERS, (CLEANER, AIR))]
    assert closes(found)
    assert wedges(pulled(0.5), levers=[LESS, CLEANER, AIR]).players == wedges(pulled(0.5)).players


def test_groups_pull_their_levers_together():
    made = pulled(0.5)
    found = wedges(made, by="group")
    assert [player.name for player in found.players] == ["Design", "Removals", "Steel"]
    single = wedges(made)
    steel = [player.members for player in single.players].index((CLEANER,))
    assert found.shapley[2] == pytest.approx(single.shapley[steel], rel=1e-12)


def priced(**more):
    made = pulled()
    covered = {name: replace(one, covered=True) for name, one in made.activities.items()}
    policies = {
        "price": Policy("price", "world", CarbonPrice(figure(0.1)), title="Carbon price"),
        "grids": Policy("grids", "world", GridPathway("clean")),
    }
    return replace(made, activities=covered, policies=policies, **more)


def test_a_carbon_price_is_a_player_that_moves_carbon_cost_alone():
    found = wedges(priced(), policies=["price"])
    assert [player.title for player in found.players] == ["Cleaner steel", LESS, "Carbon price"]
    assert not found.change("shapley", "gross", "inventory", "market")[2].any()
    carbon = named(found, found.change("shapley", "carbon")[:, found.column(2023)])
    # 0.1 EUR for each kg of steel: the price finds half of what levers spare it
    tonnes = inventory(found, "shapley")
    assert carbon["price"] == pytest.approx(0.1 * CARS * (NOBODY + (CLEAN + LEAN) / 2 + BOTH) / 3, rel=1e-9)
    assert carbon[CLEANER] < 0.0 > carbon[LESS]
    assert sum(carbon.values()) == pytest.approx(0.1 * CARS * BOTH)
    assert tonnes == pytest.approx({**inventory(wedges(pulled()), "shapley"), "price": 0.0})


def test_a_grid_pathway_is_worth_its_distance_from_the_default_one():
    made = priced()
    station = made.activities["station"]
    default, clean = (replace(station.recipes[0], pathway=name, emits=replace_emits(kg)) for name, kg in
                      (("current-policies", 0.5), ("clean", 0.1)))  # fmt: skip
    power = replace(station, recipes=(default, clean))
    made = replace(made, activities={**made.activities, "station": power})
    found = wedges(replace(made, vehicles={"car": driven(made.vehicles["car"])}), policies=["policies"])
    grids = inventory(found, "shapley")["grids"]
    assert grids == pytest.approx(inventory(found, "alone")["grids"])
    cars = wedges(replace(made, vehicles={"car": driven(made.vehicles["car"])}))
    charged = cars.total("gross", "product", "market")[1][3] - CARS * BOTH
    assert grids == pytest.approx(-4 * charged)  # from 0.5 to 0.1


def replace_emits(kg):
    from simulator.network import Emission

    return (Emission("CO2 fossil", figure(kg)),)


def driven(vehicle):
    from simulator.network import Exchange

    return replace(vehicle, sections={**vehicle.sections, "use": (Exchange("electricity", figure(0.2)),)})


def test_names_that_are_not_known_are_refused_with_the_nearest():
    with pytest.raises(QuestionError, match=r"'less stel' is no lever .* did you mean `less steel`"):
        wedges(pulled(), levers=["less stel"])
    with pytest.raises(QuestionError, match="no lever that the scenario uses"):
        wedges(pulled(), levers=["idle"])
    with pytest.raises(QuestionError, match=r"no policy that moves a price or a grid\. did you mean `price`"):
        wedges(priced(), policies=["prise"])
    with pytest.raises(QuestionError, match="nothing to share out"):
        wedges(replace(pulled(), levers={}))
    with pytest.raises(QuestionError, match=r"pairs\(=0\)"):
        wedges(pulled(), pairs=0)


# ---- sampled orders --------------------------------------------------------------------------------------------------


def test_sampled_shares_close_as_well():
    made = world(random.Random(7))
    found = wedges(made, levers=sorted(made.levers)[:3], policies=["policy 0"], pairs=1)
    assert found.pairs == 1
    assert closes(found)


def test_sampled_shares_are_the_mean_over_the_orders_drawn():
    """Step by step from the totals of scenarios with fewer levers; pairs of orders are what the error is told from."""
    made = world(random.Random(2))
    drawn = wedges(made, levers=sorted(made.levers)[:3], removals="among", pairs=3, seed=5)
    (stage,) = plan(drawn.players, "among", 3, 5).stages
    members = [set(player.members) for player in drawn.players]

    def gross(acting):
        on = set().union(*(members[player] for player in acting))
        levers = {name: one if name in on else replace(one, share=None) for name, one in made.levers.items()}
        return totals(replace(made, levers=levers)).gross["market", "flow"][0]

    adds = np.zeros((6, len(members), len(drawn.years) + 1))
    for number, order in enumerate(stage.design.orders.tolist()):
        for place, player in enumerate(order):
            adds[number, player] = gross(order[: place + 1]) - gross(order[:place])
    pairs = (adds[::2] + adds[1::2]) / 2
    scale = np.abs(gross([])).max()
    found, error = (drawn.change(way, "gross", "flow", "market")[:, :-1] for way in ("shapley", "error"))
    assert found == pytest.approx(adds.mean(axis=0), rel=1e-9, abs=1e-12 * scale)
    assert error == pytest.approx(pairs.std(axis=0, ddof=1) / np.sqrt(3), rel=1e-6, abs=1e-11 * scale)
    exact = wedges(made, levers=sorted(made.levers)[:3], removals="among")
    assert drawn.alone == pytest.approx(exact.alone)
    assert drawn.last == pytest.approx(exact.last)


def test_more_than_twelve_are_sampled_stage_by_stage():
    class One:
        kind = "lever"

        def __init__(self, removes):
            self.removes = removes

    planned = plan([One(n < 3) for n in range(16)])
    cut, removing = planned.stages
    assert (cut.pairs, removing.pairs) == (16, 0)
    assert len(cut.who) == 13
    assert planned.coalitions[removing.rows][:, 3:].all()
    assert not planned.coalitions[cut.rows][:, :3].any()
    assert not planned.coalitions[0].any()
    assert planned.coalitions[-1].all()


def test_progress_counts_projections():
    told = []
    wedges(priced(), policies=["policies"], report=lambda *said: told.append(said))
    assert told[-1] == ("project", 16, 16)
    assert [done for _, done, _ in told] == [4, 8, 12, 16]
