"""Jobs in processes of their own: results, progress, cancel, limits, fairness, and nobody sees another's."""

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.errors import QuestionError
from simulator.jobs import Board, Bounds, FullError, GoneError
from tests.jobs import work

PATIENCE = 30.0


def until(holds, patience=PATIENCE):
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def running(pid):
    """Whether a process lives; one that has ended and is not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def boards():
    """Boards that are closed at the end."""
    made = []

    def make(**bounds):
        made.append(Board(replace(Bounds(), **bounds)))
        return made[-1]

    yield make
    for board in made:
        board.close()


def over(board, owner, name):
    until(lambda: board.job(owner, name).over)
    return board.job(owner, name)


def test_a_job_gives_what_its_function_gives_from_another_process(boards, tmp_path):
    board = boards()
    numbers = np.arange(5.0)
    first = board.submit("ann", ("doubled", 5), tmp_path, work.doubled, (numbers,))
    second = board.submit("ann", "who", tmp_path, work.identity, ())
    assert over(board, "ann", first).state == "done"
    assert board.result("ann", first).tolist() == [0, 2, 4, 6, 8]
    assert over(board, "ann", second).about == "who"
    assert board.result("ann", second) != os.getpid()


def test_progress_tells_stage_share_and_what_is_left(boards, tmp_path):
    board = boards()
    name = board.submit("ann", None, tmp_path, work.stepped, (tmp_path, 4))
    until(lambda: board.job("ann", name).progress.stage)
    assert board.job("ann", name).progress.remaining is None, "nothing is known of its pace yet"
    (tmp_path / "0").touch()
    until(lambda: board.job("ann", name).progress.done == 1)
    seen = board.job("ann", name)
    assert (seen.state, seen.progress.stage, seen.progress.share) == ("running", "waiting for a file", 0.25)
    assert 0 < seen.progress.remaining < PATIENCE * 3
    for step in (1, 2, 3):
        (tmp_path / str(step)).touch()
    assert over(board, "ann", name).state == "done"


def test_cancel_ends_the_process_and_whatever_it_started(boards, tmp_path):
    board = boards()
    note = tmp_path / "processes"
    name = board.submit("ann", None, tmp_path, work.with_child, (note,))
    until(note.exists)
    pids = [int(one) for one in note.read_text().split()]
    assert all(map(running, pids))
    board.cancel("ann", name)
    until(lambda: not any(map(running, pids)), 10)
    assert board.job("ann", name).state == "cancelled"
    with pytest.raises(GoneError):
        board.result("ann", name)


def test_one_that_waits_is_cancelled_without_ever_running(boards, tmp_path):
    board = boards()
    first = board.submit("ann", None, tmp_path, work.stepped, (tmp_path, 1))
    second = board.submit("ann", None, tmp_path, work.noted, (str(tmp_path / "noted"), "second"))
    assert (board.job("ann", second).state, board.job("ann", second).ahead) == ("waiting", 1)
    board.cancel("ann", second)
    (tmp_path / "0").touch()
    over(board, "ann", first)
    third = board.submit("ann", None, tmp_path, work.noted, (str(tmp_path / "noted"), "third"))
    over(board, "ann", third)
    assert (tmp_path / "noted").read_text() == "third\n"


def test_a_job_past_its_time_is_ended(boards, tmp_path):
    board = boards(seconds=1.5)
    name = board.submit("ann", None, tmp_path, work.forever, ())
    failed = over(board, "ann", name)
    assert (failed.state, failed.failure.why) == ("failed", "time")
    assert failed.ended - failed.started < 15


@pytest.mark.parametrize(
    ("function", "why", "said"),
    [
        (work.refused, "said", "the mix <b>cannot</b> be settled"),
        (work.faulty, "fault", ""),
        (work.killed, "ended", "-9"),
        (work.greedy, "memory", ""),
    ],
)
def test_a_job_that_fails_says_why(boards, tmp_path, capfd, function, why, said):
    board = boards(memory=600 << 20)
    name = board.submit("ann", None, tmp_path, function, ())
    failed = over(board, "ann", name)
    assert (failed.state, failed.failure.why, failed.failure.text) == ("failed", why, said)
    assert not list(tmp_path.glob("*.result"))
    after = board.submit("ann", None, tmp_path, work.identity, ())
    assert over(board, "ann", after).state == "done", "the line goes on"
    if why == "fault":
        assert "a secret of the program" in capfd.readouterr().err, "the log tells more"


def test_what_work_prints_is_no_message(boards, tmp_path, capfd):
    board = boards()
    name = board.submit("ann", None, tmp_path, work.noisy, ())
    assert over(board, "ann", name).state == "done"
    assert board.result("ann", name) == "fine"
    assert "not a message" in capfd.readouterr().err


def test_a_result_too_large_is_refused(boards, tmp_path):
    board = boards(room=1 << 20)
    name = board.submit("ann", None, tmp_path, work.large, (2 << 20,))
    assert over(board, "ann", name).failure.why == "size"
    assert not list(tmp_path.glob("*.result"))


def test_work_that_no_other_process_could_find_is_refused(boards, tmp_path):
    with pytest.raises(QuestionError, match="another process"):
        boards().submit("ann", None, tmp_path, lambda _: None, ())


def test_one_reader_never_sees_ends_or_deletes_what_is_anothers(boards, tmp_path):
    board = boards()
    name = board.submit("ann", "mine", tmp_path, work.stepped, (tmp_path, 1))
    until(lambda: board.job("ann", name).state == "running")
    assert board.job("bob", name) is None
    assert board.jobs("bob") == ()
    board.cancel("bob", name)
    board.forget("bob", name)
    (tmp_path / "0").touch()
    assert over(board, "ann", name).state == "done"
    with pytest.raises(GoneError):
        board.result("bob", name)


def test_readers_take_turns_and_one_of_each_runs(boards, tmp_path):
    board, notes = boards(at_once=2, waiting=5), str(tmp_path / "noted")
    held = [board.submit(owner, None, tmp_path, work.stepped, (tmp_path, 1)) for owner in ("ann", "bob")]
    names = [board.submit("ann", None, tmp_path, work.noted, (notes, f"ann {n}")) for n in range(3)]
    assert board.job("ann", names[2]).ahead == 3, "two of her own, and one that runs"
    late = board.submit("cem", None, tmp_path, work.noted, (notes, "cem"))
    assert board.job("cem", late).ahead == 1, "was never served before"
    assert board.job("ann", names[0]).ahead == 2
    until(
        lambda: all(board.job(owner, one).state == "running" for owner, one in zip(("ann", "bob"), held, strict=True))
    )
    assert board.job("ann", names[0]).state == "waiting"
    (tmp_path / "0").touch()
    until(lambda: all(one.over for owner in ("ann", "bob", "cem") for one in board.jobs(owner)))
    said = (tmp_path / "noted").read_text().split("\n")[:-1]
    assert sorted(said) == ["ann 0", "ann 1", "ann 2", "cem"]
    assert [one for one in said if one != "cem"] == ["ann 0", "ann 1", "ann 2"]


def test_a_readers_part_of_the_line_is_bounded(boards, tmp_path):
    board = boards(waiting=1)
    for _ in range(2):
        board.submit("ann", None, tmp_path, work.stepped, (tmp_path, 1))
    with pytest.raises(FullError, match="1 jobs are waiting"):
        board.submit("ann", None, tmp_path, work.identity, ())
    board.submit("bob", None, tmp_path, work.identity, ())


def test_the_oldest_are_forgotten_beyond_what_is_kept(boards, tmp_path):
    board = boards(kept=2)
    names = []
    for _ in range(3):
        names.append(board.submit("ann", None, tmp_path, work.identity, ()))
        over(board, "ann", names[-1])
    assert [one.id for one in board.jobs("ann")] == [names[2], names[1]]
    until(lambda: len(list(tmp_path.glob("*.result"))) == 2)


def test_room_on_disk_is_bounded_over_all_readers(boards, tmp_path):
    board = boards(all_room=3 << 20)
    for owner in ("ann", "bob", "cem"):
        name = board.submit(owner, None, tmp_path, work.large, (1 << 20,))
        over(board, owner, name)
    assert [len(board.jobs(owner)) for owner in ("ann", "bob", "cem")] == [0, 1, 1]


def test_what_is_old_is_forgotten(boards, tmp_path):
    board = boards(days=0.0)
    board.submit("ann", None, tmp_path, work.identity, ())
    until(lambda: board.jobs("ann") == ())


def test_a_forgotten_job_leaves_nothing(boards, tmp_path):
    board = boards()
    name = board.submit("ann", None, tmp_path, work.identity, ())
    over(board, "ann", name)
    board.forget("ann", name)
    assert board.job("ann", name) is None
    until(lambda: list(tmp_path.iterdir()) == [])


def test_a_file_that_was_put_in_place_of_a_result_is_not_read(boards, tmp_path):
    board = boards()
    name = board.submit("ann", None, tmp_path, work.identity, ())
    over(board, "ann", name)
    (path,) = tmp_path.glob("*.result")
    path.write_bytes(b"\x80\x05}q\x00.")
    with pytest.raises(GoneError, match="not the one"):
        board.result("ann", name)


def test_results_are_private_files(boards, tmp_path):
    board = boards()
    over(board, "ann", board.submit("ann", None, tmp_path, work.identity, ()))
    (path,) = tmp_path.glob("*.result")
    assert path.stat().st_mode & 0o077 == 0


def test_a_process_stands_ready_and_is_taken(boards, tmp_path):
    board = boards()
    board.prepare()
    ready = board._ready
    name = board.submit("ann", None, tmp_path, work.identity, ())
    over(board, "ann", name)
    assert board.result("ann", name) == ready._child.pid
    until(lambda: board._ready is not None and board._ready is not ready)


def test_closing_ends_everything(boards, tmp_path):
    board, note = boards(), tmp_path / "processes"
    name = board.submit("ann", None, tmp_path, work.with_child, (note,))
    until(note.exists)
    board.close()
    until(lambda: not any(running(int(one)) for one in note.read_text().split()), 10)
    assert board.job("ann", name).state == "cancelled"
    assert board._ready is None
