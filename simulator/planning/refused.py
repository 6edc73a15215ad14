"""A file or name of a reader's own that is not taken, as one sentence in the reader's language."""

from __future__ import annotations

from simulator.errors import QuestionError
from simulator.words import ENGLISH, Words


class RefusedError(QuestionError):
    """What a reader brings is not taken; ``key`` names the sentence of the catalogue that says why."""

    def __init__(self, key: str, **filled: object) -> None:
        super().__init__(ENGLISH(key, **filled))
        self.key, self.filled = key, filled

    def told(self, words: Words) -> str:
        """The reason in a language."""
        return words(self.key, **self.filled)


__all__ = ["RefusedError"]
