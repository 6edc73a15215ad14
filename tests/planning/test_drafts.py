"""A draft and its history: every step can be undone; a link holds exactly what was moved, or is refused."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.errors import QuestionError
from simulator.planning.drafts import STEPS, Draft, History
from simulator.planning.links import packed, unpacked

NUMBERS = some.integers(-(10**6), 10**6)
SETTINGS = some.dictionaries(some.text(max_size=12), NUMBERS | some.text(max_size=12), max_size=20)


@given(SETTINGS)
def test_a_link_restores_exactly(settings):
    assert unpacked(packed(settings)) == settings


@given(some.text(max_size=60))
def test_any_word_restores_or_is_refused(word):
    try:
        unpacked(word)
    except QuestionError:
        return
    assert word == "" or packed(unpacked(word))


def sealed(found):
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(found).encode())).decode().rstrip("=")


@pytest.mark.parametrize(
    "found", [{}, [], [2, {}], [1, []], [1, {"x": None}], [1, {"x": True}], [1, {"x": 1.5}], [1, {"x": {}}]]
)
def test_other_forms_are_refused(found):
    with pytest.raises(QuestionError):
        unpacked(sealed(found))


def test_a_word_that_unpacks_to_too_much_is_refused_unread():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"[" * 2_000_000)).decode().rstrip("=")
    assert len(bomb) < 4000
    with pytest.raises(QuestionError):
        unpacked(bomb)


def test_nesting_is_no_way_in():
    with pytest.raises(QuestionError):
        unpacked(base64.urlsafe_b64encode(zlib.compress(b"[" * 30_000)).decode().rstrip("="))


def drafts(count):
    return [Draft.of("one", {"lever": number}) for number in range(count)]


def test_a_step_back_and_forward_is_known_whoever_makes_it():
    first, second, third = drafts(3)
    history = History(first).to(second).to(third)
    back = history.to(second)
    assert (back.past, back.undone) == ((first,), (third,))
    assert back.to(third) == history
    assert back.to(Draft("other")).undone == ()


def test_as_many_steps_are_remembered_as_is_said():
    first, *others = drafts(STEPS + 20)
    history = History(first)
    for one in others:
        history = history.to(one)
    assert len(history.past) == STEPS
    assert history.past[-1] == others[-2]


def test_the_order_of_changes_does_not_matter():
    assert Draft.of("one", {"b": 1, "a": "x"}) == Draft.of("one", {"a": "x", "b": 1})
