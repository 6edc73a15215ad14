"""Sums of rows that belong together, along the first axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from simulator.equations.graph import Array, Index


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Adds up the rows of each owner: a sparse matrix of ones, ten times faster than ``numpy.add.at`` or ``reduceat``."""

    ones: csr_array

    def __call__(self, rows: Array) -> Array:
        """``[row, ...]`` -> ``[owner, ...]``; owners without rows get 0."""
        out: Array = self.ones @ rows.reshape(len(rows), math.prod(rows.shape[1:]))
        return out.reshape(self.ones.shape[0], *rows.shape[1:])


def sums(owner: Index, count: int) -> Sums:
    """Prepare the sums over rows with these owners (0 .. count - 1)."""
    rows = np.arange(len(owner))
    return Sums(csr_array((np.ones(len(owner)), (owner, rows)), shape=(count, len(owner))))


def runs(begins: Index, count: int) -> Sums:
    """Prepare the sums over ``count`` rows of which each owner's stand together; ``begins``: the first row of each."""
    pointers = np.append(begins, count)
    return Sums(csr_array((np.ones(count), np.arange(count), pointers), shape=(len(begins), count)))
