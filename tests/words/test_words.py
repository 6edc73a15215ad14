"""The catalogue is whole in every language, nothing is said past it, and the font holds what it shows."""

import ast
import string
import tomllib
from pathlib import Path

import pytest

from simulator.words import ENGLISH, LANGUAGES, Words, entries, glyphs, nearest_language

ROOT = Path(__file__).parents[2]
WEB = sorted((ROOT / "simulator" / "faces" / "web").rglob("*.py"))
SENTENCES, TERMS = entries()


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("part", [SENTENCES, TERMS], ids=["sentences", "terms"])
def test_every_entry_is_there_in_every_language(part):
    assert {key for key, said in part.items() if set(said) != set(LANGUAGES) or not all(said.values())} == set()


def test_no_key_stands_in_two_files_of_the_catalogue():
    found = [
        (part, key)
        for file in sorted((ROOT / "simulator" / "words" / "catalogue").glob("*.toml"))
        for part, held in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for key in held
    ]
    assert sorted(found) == sorted(set(found))
    assert {part for part, _ in found} == {"sentences", "terms"}


def test_every_language_fills_in_the_same():
    assert {
        key for key, said in SENTENCES.items() if len({frozenset(places(text)) for text in said.values()}) > 1
    } == set()


def asked(path):
    """Keys that a module asks the catalogue for, and all words of its strings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_every_sentence_is_said_somewhere():
    said = set().union(*map(asked, (ROOT / "simulator").rglob("*.py")))
    assert {key for key in SENTENCES if key not in said and not key.startswith("page_")} == set()


def shown(path):
    """What a module passes to Streamlit as text: string literals with two words or more that are no docstrings or keys."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            given = [
                *call.args[:1],
                *(one.value for one in call.keywords if one.arg in ("help", "label", "placeholder")),
            ]
            yield from (
                one.value
                for arg in given
                for one in ([arg, *arg.values] if isinstance(arg, ast.JoinedStr) else [arg])
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


@pytest.mark.parametrize("path", WEB, ids=lambda path: path.stem)
def test_the_web_face_holds_no_sentence(path):
    assert [text for text in shown(path) if " " in text.strip() and text.strip()[0].isupper()] == []


def test_the_font_was_cut_to_what_the_catalogue_shows():
    held = set((ROOT / "static" / "decarb-han.txt").read_text(encoding="utf-8"))
    assert {one for one in glyphs() if ord(one) > 0x2E7F} <= held, "make font"


def test_figures_are_written_as_the_language_writes_them():
    said = {language: Words(language).figure("-1,230.5") for language in LANGUAGES}
    assert said == {"en": "−1,230.5", "de": "−1.230,5", "zh": "−1,230.5"}
    assert Words("de").percent(-0.1234, signed=True) == "−12 %"
    assert ENGLISH.percent(0.1) == "10%"


def test_what_is_filled_in_is_never_read_as_a_pattern():
    assert "{count}" in ENGLISH("not_taken", name="{count} {0} %s")


def test_an_unknown_term_stays_as_it_is_written():
    assert Words("zh").term("An own lever {x}") == "An own lever {x}"


def test_the_nearest_language_of_a_browser():
    assert [nearest_language(one) for one in ("de-AT", "zh-Hans-CN", "fr", None)] == ["de", "zh", "en", "en"]
