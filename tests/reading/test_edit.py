"""A value is put or dropped and nothing else of the text moves: on every shipped file, at every place, and on odd texts."""

import random
from pathlib import Path

import pytest

from simulator.errors import QuestionError
from simulator.reading import drop, look, put

SMART = Path(__file__).parents[2] / "scenarios" / "smart"
FILES = sorted(SMART.glob("*.yaml"))


def places(said, trail=()):
    """Every place of a text, as keys."""
    for key, value in said.items() if isinstance(said, dict) else ():
        yield (*trail, str(key))
        yield from places(value, (*trail, str(key)))


def touched(before, after):
    """Lines of the old text that the new one lacks."""
    rest = after.splitlines()
    return [line for line in before.splitlines() if line not in rest]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_any_place_of_a_shipped_file_takes_another_value_and_its_comments_stay(file):
    text = file.read_text(encoding="utf-8")
    known = list(places(look(text, [])))
    count = min(60, len(known), 300_000 // len(text))  # a long text is read again for each
    for trail in random.Random(4).sample(known, count):
        after = put(text, trail, "another: 'value' # or so")
        assert look(after, trail) == "another: 'value' # or so"
        gone = [line for line in touched(text, after) if line.lstrip().startswith("#")]
        assert gone == [] or len(touched(text, after)) > 1, trail
        assert look(drop(text, trail), trail) is None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_put_and_dropped_again_was_never_there(file):
    text = file.read_text(encoding="utf-8")
    for trail in (("levers", "nobody", "share"), ("nowhere",), ("sites", "new one")):
        after = put(text, trail, {2030: "40 %"})
        assert look(after, trail) == {"2030": "40 %"}
        back = drop(after, trail)
        assert look(back, []) == look(text, [])
        assert touched(text, back) == []


@pytest.mark.parametrize(
    ("text", "trail", "after"),
    [
        ("", ["a", "b"], "a:\n  b: 1\n"),
        ("# only\n", ["a"], "# only\na: 1\n"),
        ("a:\n", ["a"], "a: 1\n"),
        ("a:   # said\n  b: 2   # why\n\n# next\nc: 3\n", ["a", "x"], "a:   # said\n  b: 2   # why\n  x: 1\n\n# next\nc: 3\n"),
        ("a: {b: 2}   # why\n", ["a", "x"], "a: {b: 2, x: 1}   # why\n"),
        ("a: {}\n", ["a", "x", "y"], "a: {x: {y: 1}}\n"),
        ("a: >\n  folded\n  text\nb: 2\n", ["a"], "a: 1\nb: 2\n"),
        ("a:\n  - 1\n  - 2\n", ["a"], "a: 1\n"),
        ("\ufeffa: 2", ["a"], "a: 1"),
        ("a: 'x'\r\nb: 2\r\n", ["a"], "a: 1\r\nb: 2\r\n"),
        ("ü: {ß: 2}\n", ["ü", "ß"], "ü: {ß: 1}\n"),
        ("a: 2\n", ["2030"], "a: 2\n2030: 1\n"),
    ],
)  # fmt: skip
def test_a_value_is_put_where_it_belongs(text, trail, after):
    assert put(text, trail, 1) == after


@pytest.mark.parametrize(
    ("text", "trail", "after"),
    [
        ("a: 1\nb: 2\n", ["a"], "b: 2\n"),
        ("a:\n  b: 1\nc: 2\n", ["a", "b"], "c: 2\n"),
        ("a: {b: 1, c: 2}\n", ["a", "b"], "a: {c: 2}\n"),
        ("a: {b: 1, c: 2}\n", ["a", "c"], "a: {b: 1}\n"),
        ("a: {b: 1, c: 2}\n", ["a", "x"], "a: {b: 1, c: 2}\n"),
        ("a:\n  - 1\n  - 2\nb: 1\n", ["a"], "b: 1\n"),
    ],
)
def test_a_value_is_dropped_and_nothing_else(text, trail, after):
    assert drop(text, trail) == after


@pytest.mark.parametrize(
    "text",
    ["a: &x {b: 1}\nc: *x\n", "a: [1\n", "a: 1\na: 2\n", "a:\n\t- 1\n", "- 1\n- 2\n", "a: 1\n---\nb: 2\n",
     "a: !!python/object 1\n"],
)  # fmt: skip
def test_what_cannot_be_changed_alone_is_refused(text):
    with pytest.raises(QuestionError):
        put(text, ["a"], 2)


def test_a_bomb_of_aliases_is_refused_before_it_unfolds():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(QuestionError, match="no sound YAML"):
        put("\n".join(lines), ["title"], "x")
    assert look("\n".join(lines), ["a0"]) is None


def test_one_value_is_no_map():
    with pytest.raises(QuestionError, match="one value"):
        put("a: 1\n", ["a", "b"], 2)
