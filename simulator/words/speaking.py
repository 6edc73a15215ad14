"""A language that speaks: sentences filled in, terms, and figures with the signs of the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.words.catalogue import LANGUAGES, entries

_SIGNS: Mapping[str, tuple[str, str, str]] = {"en": (",", ".", "%"), "de": (".", ",", " %"), "zh": (",", ".", "%")}
"""What separates thousands, what separates decimals, and per cent."""
_LONG = 90.0
"""From here on a stretch of time is told in minutes [s]."""


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language, a key of :data:`LANGUAGES`."""

    language: str

    def __call__(self, key: str, /, **filled: object) -> str:
        """A sentence; what is filled in stands as it is, braces and all.

        Raises
        ------
        KeyError
            where the catalogue has no such key: a fault of the program.
        """
        return entries()[0][key][self.language].format(**filled)

    def term(self, english: str) -> str:
        """A term or a title by its English wording; what the catalogue does not know stays as it is."""
        known = entries()[1].get(english)
        return english if known is None else known[self.language]

    def figure(self, english: str) -> str:
        """A number that was written the English way (``1,230.5``), with the signs of the language."""
        thousands, decimal, _ = _SIGNS[self.language]
        return english.translate({ord(","): thousands, ord("."): decimal, ord("-"): "−"})

    def percent(self, share: float, *, signed: bool = False) -> str:
        """A share [1] in whole per cent."""
        return self.figure(f"{100 * share:{'+' if signed else ''}.0f}") + _SIGNS[self.language][2]

    def span(self, seconds: float) -> str:
        """A stretch of time [s] as people say it: whole seconds, or minutes from a minute and a half on."""
        if seconds < _LONG:
            return self("seconds", count=max(1, round(seconds)))
        return self("minutes", count=round(seconds / 60))

    def locale(self) -> dict[str, object]:
        """How the drawing engine is to write numbers, as its own settings name it."""
        thousands, decimal, _ = _SIGNS[self.language]
        return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}


ENGLISH = Words("en")


def nearest_language(locale: str | None) -> str:
    """The language of a browser's locale (``de-AT``) where the catalogue has it, else English."""
    language = (locale or "").split("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH.language


__all__ = ["ENGLISH", "Words", "nearest_language"]
