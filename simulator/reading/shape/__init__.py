"""The shape of a scenario file: which keys stand where, and what kind of value each takes.

Pydantic models, one for each record of the language. They refuse unknown keys and wrong shapes, all at once, and the
JSON Schema that editors use is generated from them. What a quantity means (unit, bounds, names) is checked by the
readers of the nouns, which know the products.
"""

from simulator.reading.shape.document import POLICIES, RECORDS, SECTIONS, SINGLE, TARGETS, TOP, Header
from simulator.reading.shape.values import Record

__all__ = ["POLICIES", "RECORDS", "SECTIONS", "SINGLE", "TARGETS", "TOP", "Header", "Record"]
