"""Arrow arrays on the bytes of ours: ``pyarrow.array`` would import pandas to look whether it was given a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def laid(kind: pa.DataType, values: NDArray[Any]) -> pa.Array:
    """An array without gaps on the bytes of ours; ``kind`` is their type."""
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def texts(words: Sequence[str]) -> pa.Array:
    """Texts as UTF-8 behind one another, and where each begins."""
    coded = [word.encode() for word in words]
    starts = np.cumsum([0, *map(len, coded)], dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(coded), [None, pa.py_buffer(starts), pa.py_buffer(b"".join(coded))])


__all__ = ["laid", "texts"]
