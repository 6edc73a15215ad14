"""From text to a scenario.

``load`` reads a scenario file and everything it extends, ``vary`` gives a changed copy, ``resolved`` writes the whole
document behind a scenario, ``schema`` is the language as JSON Schema. Whatever is wrong with a text is a
:class:`simulator.errors.ScenarioError` that holds every fault at once, with file, line and column.

::

    files    text, tables (CSV) and parents, inside the scenario's folder (or on a shelf that is named)
    yaml     YAML 1.2 as a tree of values with positions
    said     what is said once for everything below
    merge    library < like < parent < this file < --set
    history  who said what, in that order
    shape    keys and kinds of value (pydantic), also the JSON Schema
    figures  quantities, paths and uncertain values, in canonical units
    names    who is who
    sites .. targets: a module for each kind of noun; balance: levers against mixes
    assemble all of it, with what did not change taken over by identity
    minimal  a scenario as what differs from another one
    edit     one value of a text put or dropped, every other character as it was
"""

from simulator.reading.document import Document
from simulator.reading.edit import drop, look, put
from simulator.reading.files import MOST_BYTES, Beside
from simulator.reading.history import Trail, Word, base_activity, leaves, words, written
from simulator.reading.load import load, vary, with_records
from simulator.reading.minimal import minimal
from simulator.reading.schema import schema
from simulator.reading.tree import Node
from simulator.reading.write import resolved

__all__ = [
    "MOST_BYTES",
    "Beside",
    "Document",
    "Node",
    "Trail",
    "Word",
    "base_activity",
    "drop",
    "leaves",
    "load",
    "look",
    "minimal",
    "put",
    "resolved",
    "schema",
    "vary",
    "with_records",
    "words",
    "written",
]
