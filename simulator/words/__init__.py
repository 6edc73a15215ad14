"""What screens say, in English, German and Chinese: one catalogue, and numbers as each language writes them."""

from simulator.words.catalogue import LANGUAGES, entries, glyphs
from simulator.words.speaking import ENGLISH, Words, nearest_language

__all__ = ["ENGLISH", "LANGUAGES", "Words", "entries", "glyphs", "nearest_language"]
