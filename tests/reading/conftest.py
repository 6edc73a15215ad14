"""Scenarios from texts, and the faults of texts that are wrong."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.errors import Fault, ScenarioError
from simulator.network import Scenario
from simulator.reading import load
from tests.reading.texts import SMALL


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Scenario]:
    """Load a text (and files beside it) from a folder of its own."""

    def loaded(text: str | bytes, sets: tuple[str, ...] = (), **beside: str | bytes) -> Scenario:
        for name, content in {
            "it.yaml": text,
            **{key.replace("__", "."): value for key, value in beside.items()},
        }.items():
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(tmp_path / "it.yaml", sets)

    return loaded


@pytest.fixture
def small(read: Callable[..., Scenario]) -> Scenario:
    """The small scenario."""
    return read(SMALL)


@pytest.fixture
def faults(read: Callable[..., Scenario], tmp_path: Path) -> Callable[..., tuple[Fault, ...]]:
    """The faults of a text."""

    def found(text: str | bytes, sets: tuple[str, ...] = (), **beside: str | bytes) -> tuple[Fault, ...]:
        with pytest.raises(ScenarioError) as error:
            read(text, sets, **beside)
        assert str(error.value)
        return tuple(_relative(fault, tmp_path) for fault in error.value.faults)

    return found


def _relative(fault: Fault, folder: Path) -> Fault:
    return replace(fault, file=os.path.relpath(fault.file, folder) if os.sep in fault.file else fault.file)
