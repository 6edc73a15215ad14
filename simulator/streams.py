"""Named random streams: chance that does not change when something else does."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of one source of chance, given by the seed and the name of the source alone.

    Parameters
    ----------
    seed : of the run; not negative.
    name : of the source of chance (dotted path of a figure, a site, an outage).
    """
    digest = hashlib.sha256(name.encode()).digest()
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))
