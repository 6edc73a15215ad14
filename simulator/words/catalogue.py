"""The catalogue: a file for each page in ``catalogue/``, read once; no other part of the package holds a sentence to show."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "zh": "中文"}
"""Language -> how it calls itself."""
_FOLDER = Path(__file__).with_name("catalogue")

Entries = Mapping[str, Mapping[str, str]]


@functools.cache
def entries() -> tuple[Entries, Entries]:
    """Sentences by key and language, and terms by their English wording and language."""
    sentences: dict[str, Mapping[str, str]] = {}
    terms: dict[str, Mapping[str, str]] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        found = tomllib.loads(file.read_text(encoding="utf-8"))
        sentences |= found.get("sentences", {})
        terms |= {english: {"en": english, **others} for english, others in found.get("terms", {}).items()}
    return sentences, terms


def glyphs() -> frozenset[str]:
    """Every character that the catalogue and the names of the languages show: what a font must hold."""
    texts = [text for part in entries() for said in part.values() for text in said.values()]
    return frozenset("".join((*texts, *LANGUAGES.values())))


__all__ = ["LANGUAGES", "entries", "glyphs"]
