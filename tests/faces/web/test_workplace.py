"""What the server keeps for readers: private, apart, bounded, and gone when it should be."""

import os
import time

import pytest

from simulator.faces.web import workplace as module
from simulator.faces.web.limits import Limits
from simulator.faces.web.workplace import opened


@pytest.fixture
def place(tmp_path):
    """A workplace under some limits; closed at the end."""
    made = []

    def make(**limits):
        made.append(opened(Limits(**({"folder": tmp_path / "kept"} | limits))))
        return made[-1]

    yield make
    for one in made:
        one.close()


def away(folder, seconds):
    """As if a reader had not been seen for so long."""
    then = time.time() - seconds
    for one in (folder / ".seen", folder):
        if one.exists():
            os.utime(one, (then, then))


def visited(found, *readers):
    for reader in readers:
        found.runs(reader)
        found.place(reader)
    return [found.folder / reader for reader in readers]


def test_nobody_else_on_the_machine_may_look_into_it(place):
    found = place()
    (folder,) = visited(found, "ann")
    assert all(one.stat().st_mode & 0o077 == 0 for one in (found.folder, folder / "runs", folder / ".seen"))


def test_without_a_folder_it_goes_with_the_server(place):
    found = place(folder=None)
    (folder,) = visited(found, "ann")
    assert folder.is_dir()
    assert found.folder.stat().st_mode & 0o077 == 0
    found.close()
    assert not found.folder.exists()


def test_a_folder_of_the_host_stays_but_results_of_an_earlier_server_do_not(place):
    found = place()
    (folder,) = visited(found, "ann")
    (folder / "scenarios").mkdir()
    (folder / "runs" / "old.result").write_bytes(b"x")
    found.close()
    place()
    assert (folder / "scenarios").is_dir()
    assert not (folder / "runs" / "old.result").exists()


def test_who_only_looks_leaves_no_folder(place):
    found = place()
    assert not found.place("ann").exists()


def test_what_was_not_looked_at_for_long_goes(place, monkeypatch):
    monkeypatch.setattr(module, "_SWEEP", 0.0)
    found = place(days_kept=1)
    ann, bob = visited(found, "ann", "bob")
    away(ann, 2 * 86_400)
    found.place("bob")
    assert not ann.exists()
    assert bob.is_dir()


def test_beyond_the_readers_granted_who_was_away_longest_goes(place, monkeypatch):
    monkeypatch.setattr(module, "_SWEEP", 0.0)
    found = place(readers=2)
    folders = visited(found, "ann", "bob")
    away(folders[0], 60)
    away(folders[1], 30)
    visited(found, "cem")
    assert [one.is_dir() for one in folders] == [False, True]
