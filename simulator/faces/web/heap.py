"""One heap for all threads of a server, and what stays in it.

Every run of a page is a thread. Given heaps of their own, as the GNU C library does, threads hand the arrays of a projection back
to the system and fetch them anew each time (a fifth of its time), and what one has freed no other can use.
"""

from __future__ import annotations

import ctypes
import gc
import sys

_ARENAS, _TRIM, _MAP = -8, -1, -3
"""``M_ARENA_MAX``, ``M_TRIM_THRESHOLD``, ``M_MMAP_THRESHOLD`` of ``malloc.h``."""
_KEPT = 64 * 1024 * 1024
"""So much that was freed is kept for the next projection [byte]."""
_LARGE = 32 * 1024 * 1024
"""What is larger goes back at once: the most that the library takes [byte]."""


def one_heap() -> None:
    """Have all threads that begin from now on share a heap; another C library than GNU's is left as it is."""
    adjust = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if adjust is not None:
        for what, value in ((_ARENAS, 1), (_TRIM, _KEPT), (_MAP, _LARGE)):
            adjust(what, value)


def stays() -> None:
    """All that has been imported and read by now stays: no search for rubbish looks through it again.

    Streamlit searches after every run of a page; through a library and a scenario that takes longer than a projection.
    """
    gc.freeze()


__all__ = ["one_heap", "stays"]
