"""Replications: in order, the same for any number of processes, kept when done, refused when they are of another world."""

import json
import multiprocessing
from dataclasses import fields
from functools import partial

import numpy as np
import pytest

from simulator.errors import RunError
from simulator.study import Case, Finished, replicate, replicate_cases
from simulator.study.replication import written
from tests.study.engines import disrupted, dying, fake, faulty, interrupted

WORLD = disrupted(1000.0)


def said(runs):
    return [json.dumps(written(one)) for one in runs]


class Counted:
    """An engine that remembers which seeds it was asked for."""

    def __init__(self):
        self.seeds = []

    def __call__(self, scenario, seed):
        self.seeds.append(seed)
        return fake(scenario, seed)


def test_results_stand_in_the_order_of_the_seeds():
    runs = replicate(fake, WORLD, [5, 1, 3])
    assert [one.seed for one in runs] == [5, 1, 3]
    assert [one.late.sum() for one in runs] == [50.0, 10.0, 30.0]


def test_a_ledger_is_reduced_to_its_yearly_figures():
    (one,) = replicate(fake, WORLD, [2])
    ledger = fake(WORLD, 2)
    assert one.years == ledger.header.periods
    assert set(one.gross) == {(v, b) for v in ("market", "location") for b in ("product", "inventory", "flow")}
    assert one.gross["market", "flow"] == pytest.approx(ledger.places["market"].emitted[0, :, 0])
    assert one.cost.sum() == 2000.0
    assert [(of.name, of.met) for of in one.outcomes] == [
        ("small", bool(one.gross["market", "inventory"][1] <= 105_500))
    ]
    assert one.broken == ()
    assert one.operations["measure"].tolist()[0] == "delivered late"


def test_the_same_for_any_number_of_processes():
    seeds = [4, 2, 1, 3]
    assert said(replicate(fake, WORLD, seeds)) == said(replicate(fake, WORLD, seeds, workers=2))
    assert multiprocessing.active_children() == []


def test_a_seed_that_stands_twice_is_played_once():
    engine = Counted()
    assert len(replicate(engine, WORLD, [1, 1, 2])) == 3
    assert engine.seeds == [1, 2]


def test_each_case_has_its_own_seeds():
    cases = [Case("one", WORLD, (1, 2)), Case("none", disrupted(), (2,))]
    one, none = replicate_cases(fake, cases)
    assert [run.seed for run in one] == [1, 2]
    assert one[1].gross["market", "flow"][1] - none[0].gross["market", "flow"][1] == pytest.approx(2000.0)


def test_progress_is_told():
    told = []
    replicate(fake, WORLD, [1, 2], report=lambda *step: told.append(step))
    assert told == [("replications", done, 2) for done in range(3)]


# ---- kept and resumed ------------------------------------------------------------------------------------------------


def test_what_is_written_is_read_again_bit_by_bit(tmp_path):
    fresh = replicate(fake, WORLD, [1, 2], finished=Finished(tmp_path, "k"))
    again = Finished(tmp_path, "k")
    assert len(again) == 2
    for one in fresh:
        kept = again.get("", one.seed)
        for name in (field.name for field in fields(one) if field.name not in ("gross", "operations")):
            assert np.array_equal(getattr(kept, name), getattr(one, name)), name
        assert all(np.array_equal(kept.gross[key], one.gross[key]) for key in one.gross)
        assert all(np.array_equal(kept.operations[name], one.operations[name]) for name in one.operations)


def test_an_interrupt_keeps_what_is_done_and_the_rest_follows(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        replicate(partial(interrupted, 3), WORLD, [1, 2, 3, 4], finished=Finished(tmp_path, "k"))
    assert len(list(tmp_path.glob("*.json"))) == 2
    engine = Counted()
    runs = replicate(engine, WORLD, [1, 2, 3, 4], finished=Finished(tmp_path, "k"))
    assert engine.seeds == [3, 4]
    assert said(runs) == said(replicate(fake, WORLD, [1, 2, 3, 4]))


def test_an_interrupt_ends_the_processes_and_keeps_what_is_done(tmp_path):
    def stop(stage, done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replicate(fake, WORLD, range(1, 40), workers=2, finished=Finished(tmp_path, "k"), report=stop)
    assert len(Finished(tmp_path, "k")) == 1
    assert multiprocessing.active_children() == []


def test_cases_of_any_name_are_kept_apart(tmp_path):
    cases = [Case("a/b: ü", WORLD, (1,)), Case("", disrupted(), (1,))]
    first = replicate_cases(fake, cases, finished=Finished(tmp_path, "k"))
    engine = Counted()
    again = replicate_cases(engine, cases, finished=Finished(tmp_path, "k"))
    assert engine.seeds == []
    assert [said(runs) for runs in again] == [said(runs) for runs in first]


def test_what_follows_from_another_world_is_refused(tmp_path):
    replicate(fake, WORLD, [1], finished=Finished(tmp_path, "this world"))
    with pytest.raises(RunError, match="another scenario"):
        Finished(tmp_path, "that world")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"form": 1, "key": "k"}', '{"form": 1, "key": "k", "case": "", "seed": 1}']
)
def test_what_is_no_replication_is_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(RunError, match=r"x\.json"):
        Finished(tmp_path, "k")


def test_a_half_written_file_is_not_there(tmp_path):
    (tmp_path / "x.draft").write_text('{"form": 1, "ke')
    assert len(Finished(tmp_path, "k")) == 0


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot write"):
        replicate(fake, WORLD, [1], finished=Finished(tmp_path / "file" / "below", "k"))


# ---- what goes wrong -------------------------------------------------------------------------------------------------


def test_a_failure_of_the_engine_is_told_as_it_is_and_keeps_the_others(tmp_path):
    with pytest.raises(ValueError, match="seed 3"):
        replicate(faulty, WORLD, [1, 2, 3, 4], finished=Finished(tmp_path, "k"))
    assert len(Finished(tmp_path, "k")) == 2


def test_a_worker_that_dies_is_replaced(tmp_path):
    engine = partial(dying, str(tmp_path / "died"))
    assert said(replicate(engine, WORLD, [1, 2, 3], workers=2)) == said(replicate(fake, WORLD, [1, 2, 3]))
    assert (tmp_path / "died").exists()


def test_workers_that_die_one_after_the_other_are_told():
    with pytest.raises(RunError, match="die before"):
        replicate(partial(dying, ""), WORLD, [2], workers=2)
    assert multiprocessing.active_children() == []
