"""Rows of a programme, gathered kind by kind and written at once."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, csr_array

from simulator.equations.graph import Array, Index


class Rows:
    """Rows ``sum of coefficient x column <= most``, gathered; ``width``: columns; ``names``: of the rows."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._terms: list[tuple[Index, Index, Array]] = []
        self._most: list[Array] = [np.zeros(0)]
        self.names: list[str] = []

    def add(self, names: list[str], most: Array, *terms: tuple[Index, Index, Array]) -> None:
        """Some rows, and terms of them: which of them, column, coefficient."""
        self._terms += [(len(self.names) + row, column, value) for row, column, value in terms]
        self._most.append(most)
        self.names += names

    @property
    def most(self) -> Array:
        """Right sides, ``[row]``."""
        return np.concatenate(self._most)

    @property
    def matrix(self) -> csr_array:
        """Coefficients, ``[row, column]``."""
        rows, columns, values = (np.concatenate(each) for each in zip(*self._terms, strict=True))
        return csr_array(coo_array((values, (rows, columns)), shape=(len(self.names), self._width)))
