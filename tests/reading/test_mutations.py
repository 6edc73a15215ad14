"""Three hundred broken copies of the example: each loads or gives faults with positions, never anything else."""

import random
import shutil
from pathlib import Path

import pytest

from simulator.errors import CODES, ScenarioError
from simulator.reading import load

EXAMPLE = Path(__file__).parent / "example"
FILES = ("base.yaml", "net-zero-2045.yaml", "disrupted.yaml")
WORDS = [
    "",
    "~", "[]", "{}", "-1", "0", "1e400", ".nan", "12 ton", "5", "rest", "$remove", "true", "{2030: 5 %}", "'", '"', "&a", "*a",
    "!!python/name:os",
    "{best: 1 kg}", "[a, b]", "2028-13", "100 %", "{$table: no.csv}", "../x", "\t", "%", "@", "{like: x}",
    "{spread: normal}", "null", "- a", "? b", "|", ">", "<<: *x", "kg", "99999999999999999999", "\x07", "ü", "2030",
]  # fmt: skip


def drop_line(lines, chance):
    del lines[chance.randrange(len(lines))]


def twice(lines, chance):
    at = chance.randrange(len(lines))
    lines.insert(at, lines[at])


def swap(lines, chance):
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def indent(lines, chance):
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(["  ", " ", "\t"]) + lines[at]


def dedent(lines, chance):
    at = chance.randrange(len(lines))
    lines[at] = lines[at][chance.choice([1, 2, 4]) :]


def value(lines, chance):
    at = chance.choice([i for i, line in enumerate(lines) if ": " in line])
    head, _, _ = lines[at].rpartition(": ") if chance.random() < 0.5 else lines[at].partition(": ")
    lines[at] = f"{head}: {chance.choice(WORDS)}"


def inner(lines, chance):
    at = chance.choice([i for i, line in enumerate(lines) if ", " in line])
    parts = lines[at].split(", ")
    parts[chance.randrange(len(parts))] = chance.choice(WORDS)
    lines[at] = ", ".join(parts)


def letter(lines, chance):
    at = chance.choice([i for i, line in enumerate(lines) if line.strip()])
    place = chance.randrange(len(lines[at]))
    lines[at] = lines[at][:place] + chance.choice("abz019 .,:#@/{}[]-'\"%&*!|>~") + lines[at][place + 1 :]


def word(lines, chance):
    at = chance.choice([i for i, line in enumerate(lines) if line.strip()])
    parts = lines[at].split(" ")
    parts[chance.randrange(len(parts))] = chance.choice(WORDS)
    lines[at] = " ".join(parts)


def cut(lines, chance):
    del lines[chance.randrange(len(lines)) :]


MUTATIONS = [drop_line, twice, swap, indent, dedent, value, inner, letter, word, cut]


@pytest.mark.parametrize("block", range(10))
def test_broken_files_never_give_a_traceback(tmp_path, block):
    shutil.copytree(EXAMPLE, tmp_path / "it")
    refused = 0
    for number in range(block * 30, block * 30 + 30):
        chance = random.Random(number)
        name = FILES[number % 3]
        lines = (EXAMPLE / name).read_text().splitlines()
        for _ in range(chance.choice([1, 1, 2, 3])):
            if len(lines) > 5:
                MUTATIONS[chance.randrange(len(MUTATIONS))](lines, chance)
        (tmp_path / "it" / name).write_text("\n".join(lines))
        refused += bool(faults(tmp_path / "it" / name))
        shutil.copy(EXAMPLE / name, tmp_path / "it" / name)
    assert refused > 5


def faults(path):
    """How many faults a file has; each with a known code and a position, and all of them printable."""
    try:
        load(path)
    except ScenarioError as refused:
        error = refused
    else:
        return 0
    assert all(fault.code in CODES and fault.line > 0 and fault.column > 0 for fault in error.faults)
    assert str(error)
    return len(error.faults)
