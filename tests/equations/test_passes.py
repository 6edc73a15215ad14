"""Order of the passes, their loops, and loops that feed on themselves."""

import numpy as np
import pytest

from simulator.equations.order import order
from simulator.equations.passes import demand, intensities, wire
from simulator.errors import SolveError
from simulator.projection import project
from tests.small import activity, car, scenario


def test_levels_rise_from_suppliers_to_customers():
    levels = order(4, np.array([0, 1, 0]), np.array([1, 2, 3]))
    assert levels.level.tolist() == [0, 1, 2, 1]
    assert levels.components == ()
    assert levels.height == 3


def test_members_of_a_loop_share_a_level_and_a_self_loop_is_a_loop():
    levels = order(5, np.array([0, 1, 2, 2, 3, 4]), np.array([1, 2, 1, 3, 4, 4]))
    assert [c.tolist() for c in levels.components] in ([[1, 2], [4]], [[4], [1, 2]])
    assert levels.level[1] == levels.level[2]
    assert levels.level[0] < levels.level[1] < levels.level[3] < levels.level[4]


@pytest.mark.parametrize("seed", range(5))
def test_both_passes_equal_dense_solves(seed):
    rng = np.random.default_rng(seed)
    count = 30
    dense = np.where(rng.random((count, count)) < 0.08, rng.random((count, count)) * 0.3, 0.0)
    source, target = (part.astype(np.intp) for part in np.nonzero(dense))
    weights = np.stack([dense[source, target], 0.5 * dense[source, target]], axis=1)
    wiring = wire(count, source, target, np.arange(len(source)), order(count, source, target))
    own, final = rng.random((count, 3, 2)), rng.random((count, 2, 2))
    for column, scale in enumerate((1.0, 0.5)):
        inverse = np.linalg.inv(np.eye(count) - scale * dense)
        assert intensities(wiring, weights, own)[..., column] == pytest.approx(inverse.T @ own[..., column], rel=1e-12)
        assert demand(wiring, weights, final)[..., column] == pytest.approx(inverse @ final[..., column], rel=1e-12)


@pytest.mark.parametrize("takes", [1.0, 1.2, 5.0])
def test_a_loop_that_takes_more_than_it_makes_is_an_error_not_a_negative_number(takes):
    ways = (
        activity("mill", "steel", {"electricity": 2.0}, 1.0),
        activity("station", "electricity", {"steel": takes / 2.0}, 1.0),
        activity("yard", "treatment"),
    )
    with pytest.raises(SolveError, match="takes more of its own products than it makes"):
        project(scenario(ways, vehicles=(car(),)))
