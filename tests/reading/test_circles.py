"""The first look at names never misses a loop that the network has."""

import random
from dataclasses import replace

from simulator.equations.expand import expand
from simulator.equations.loops import looped_sites
from simulator.network import Improve, Lever
from simulator.reading.circles import may_need_itself
from tests.small import activity, figure, plain_scenario, scenario
from tests.worlds import world

SEEDS = range(60)


def gates(made) -> set[str]:
    """Activities with a site whose gate lies in a loop."""
    names = (gate.removesuffix(" at the gate") for gate in looped_sites(expand(made)))
    return {name for name in names if name in made.activities}


def test_a_site_in_a_loop_of_the_network_is_in_a_loop_of_names():
    worlds = [world(random.Random(seed)) for seed in SEEDS]
    looped = [made for made in worlds if gates(made)]
    assert looped
    assert all(map(may_need_itself, looped))


def test_where_no_name_comes_back_nothing_needs_to_be_laid_out():
    assert not may_need_itself(plain_scenario())
    mill = activity("mill", "steel", {"steel": 0.1}, 2.0)
    assert not may_need_itself(scenario((mill,)))  # nobody waits where nothing stands
    assert may_need_itself(scenario((replace(mill, at="plant"),)))


def test_what_a_lever_puts_in_place_of_an_input_may_bring_a_product_back():
    mill = replace(activity("mill", "steel", {"coal": 0.1}, 2.0), at="plant")
    made = scenario((mill, activity("pit", "coal", {}, 1.0)))
    assert not may_need_itself(made)
    saves = Lever("steel for coal", Improve("coal", ("mill",), {"steel": figure(0.5)}), figure(0.5))
    assert may_need_itself(replace(made, levers={"steel for coal": saves}))
