"""Shapley values of games with answers on paper, and what sampled orders promise."""

import itertools

import numpy as np
import pytest

from simulator.analysis.shapley import contributions, exact, sampled


def by_definition(players, worth):
    """The mean over all orders of what each adds, from ``worth(frozenset)``."""
    orders = list(itertools.permutations(range(players)))
    out = np.zeros(players)
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            out[player] += worth(before | {player}) - worth(before)
    return out / len(orders)


def worths(design, worth):
    return np.array([worth(frozenset(np.flatnonzero(row).tolist())) for row in design.coalitions])


def some_game(players, seed):
    values = np.random.default_rng(seed).normal(size=2**players)
    return lambda coalition: values[sum(1 << player for player in coalition)]


def test_all_orders_give_the_mean_over_all_orders():
    design = exact(5)
    game = some_game(5, 1)
    found, error = contributions(design, worths(design, game))
    assert found == pytest.approx(by_definition(5, game), rel=1e-12)
    assert not error.any()


def test_the_glove_game():
    """One left glove, two right ones, worth 1 a pair: 2/3 for the left one."""
    design = exact(3)
    found, _ = contributions(design, worths(design, lambda held: float(0 in held and len(held) > 1)))
    assert found == pytest.approx([2 / 3, 1 / 6, 1 / 6])


@pytest.mark.parametrize("design", [exact(7), sampled(7, 3, 1)], ids=["exact", "sampled"])
def test_contributions_add_up_to_the_whole_and_who_adds_nothing_gets_nothing(design):
    game = some_game(6, 2)
    worth = worths(design, lambda held: game(held - {6}))
    found, _ = contributions(design, worth)
    assert found.sum() == pytest.approx(worth[-1] - worth[0], rel=1e-12)
    assert found[6] == 0.0


def test_equals_get_the_same():
    game, design = some_game(5, 3), exact(5)

    def alike(held):
        return game(held - {4} | {3} if 4 in held and 3 not in held else held)

    found, _ = contributions(design, worths(design, alike))
    assert found[3] == pytest.approx(found[4], rel=1e-12)


@pytest.mark.parametrize("design", [exact(4), sampled(4, 5, 1)], ids=["exact", "sampled"])
def test_the_contributions_of_a_sum_are_the_sums_of_contributions(design):
    one, two = (worths(design, some_game(4, seed)) for seed in (4, 5))
    both, _ = contributions(design, one + 3 * two)
    assert both == pytest.approx(contributions(design, one)[0] + 3 * contributions(design, two)[0], rel=1e-9)


def test_every_series_is_shared_out_at_once():
    design = exact(3)
    worth = np.random.default_rng(6).normal(size=(8, 2, 4))
    found, error = contributions(design, worth)
    assert found.shape == error.shape == (3, 2, 4)
    assert found[:, 1, 2] == pytest.approx(contributions(design, worth[:, 1, 2])[0])


def test_an_order_and_its_reverse_tell_pairs_without_error():
    players = 9
    chance = np.random.default_rng(7)
    own, pairs = chance.normal(size=players), chance.normal(size=(players, players))

    def game(held):
        return sum(own[p] for p in held) + sum(pairs[p, q] for p in held for q in held if p < q)

    design = sampled(players, 2, 1)
    found, error = contributions(design, worths(design, game))
    both = np.triu(pairs, 1) + np.triu(pairs, 1).T
    assert found == pytest.approx(own + both.sum(axis=1) / 2, rel=1e-9)
    assert error == pytest.approx(np.zeros(players), abs=1e-12)


def test_sampled_orders_are_right_on_average_and_so_is_the_error_they_state():
    """Over many seeds: the mean is the truth, and the squared error stated is the variance there is."""
    game = some_game(6, 8)
    truth, off, stated = by_definition(6, game), [], []
    for seed in range(400):
        design = sampled(6, 12, seed)
        found, error = contributions(design, worths(design, game))
        off.append(found - truth)
        stated.append(error**2)
    variance = np.square(off).mean(axis=0)
    assert (np.abs(np.mean(off, axis=0)) <= 4 * np.sqrt(variance / 400)).all()
    assert np.mean(stated, axis=0).sum() == pytest.approx(variance.sum(), rel=0.1)


def test_a_seed_gives_the_same_orders_and_one_pair_tells_no_error():
    assert np.array_equal(sampled(6, 4, 3).orders, sampled(6, 4, 3).orders)
    assert not np.array_equal(sampled(6, 4, 3).orders, sampled(6, 4, 4).orders)
    design = sampled(5, 1, 1)
    assert np.isnan(contributions(design, worths(design, some_game(5, 9)))[1]).all()
    assert len(design.coalitions) == 10  # nobody, everyone, four on each way


def test_nobody_or_no_order_is_refused():
    with pytest.raises(ValueError, match="players"):
        sampled(0, 1, 1)
    with pytest.raises(ValueError, match="pairs"):
        sampled(3, 0, 1)
