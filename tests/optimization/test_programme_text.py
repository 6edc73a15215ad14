"""Golden LP text of one small case for every kind of limit: names, coefficients and bounds as HiGHS is told them.

After a change that is meant to change them: ``.venv/bin/python -m pytest tests/optimization/test_programme_text.py
--regenerate-goldens``, then read ``git diff tests/golden`` and say in the commit why.
"""

from pathlib import Path

import highspy
import numpy as np
import pytest

from simulator.optimization.programme import Solver
from tests.optimization.lp_text import text
from tests.optimization.test_rows import CASES, _search

GOLDEN = Path(__file__).parents[1] / "golden" / "optimization"


def programme(kind):
    """The programme of a case at the plan it starts from, with the names of its rows and columns."""
    search, series = _search(CASES[kind][0])
    lever, year = np.nonzero(search.c.open)
    columns = [f"{search.c.names[a]} {search.c.years[y]}" for a, y in zip(lever.tolist(), year.tolist(), strict=True)]
    rows = [*(row.name for row in series.rows), *(name for name, _ in series.supplies), *search.fixed.names]
    return series.programme, rows, columns


@pytest.mark.parametrize("kind", sorted(CASES))
def test_programmes_are_what_they_were(kind, regenerate, tmp_path):
    p, rows, columns = programme(kind)
    lines, file = list(text(p, rows, columns)), GOLDEN / f"{kind}.lp"
    if regenerate:
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == file.read_text(encoding="utf-8").splitlines()
    assert _optimum(file) == pytest.approx(Solver().solve(p).objective, rel=1e-4, abs=1e-6)


def _optimum(file):
    """What HiGHS makes of a text."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(file)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return highs.getObjectiveValue()


def test_every_text_has_its_case():
    """That every kind of row has one is asked in test_rows.py."""
    assert {file.stem for file in GOLDEN.glob("*.lp")} == set(CASES)
