"""Golden LP text of one small case for every kind of limit: names, coefficients and bounds as HiGHS is told them.

After a change that is meant to change them: ``.venv/bin/python -m pytest tests/optimization/test_programme_text.py
--regenerate-goldens``, then read ``git diff tests/golden`` and say in the commit why.
"""

from dataclasses import replace
from pathlib import Path

import highspy
import pytest

from simulator.network import Maximum, Optimize, Policy
from simulator.optimization.branch import Branch
from simulator.optimization.integers import integers
from simulator.optimization.programme import Solver
from tests.optimization.cases import three_levers, two_cars
from tests.optimization.lp_text import text
from tests.optimization.test_rows import CASES, _search
from tests.small import figure

KINDS = (*sorted(CASES), "paid", "whole")
GOLDEN = Path(__file__).parents[1] / "golden" / "optimization"


def programme(kind):
    """The programme of a case at the plan it starts from, with the names of its rows and columns."""
    if kind == "whole":
        return _whole()
    search, series = _search(_paid() if kind == "paid" else CASES[kind][0])
    rows = [name for name, *_ in search.rows(series)]
    columns = [f"{name} {year}" for name, year in search.columns()]
    return series.programme, rows, columns


def _paid():
    """A fleet standard that gives way at 4000 EUR km/kg, which count in what may be spent."""
    law = Maximum("fleet", figure({2024.0: 0.05}), penalty=figure(4000.0))
    asks = Optimize(spend_at_most=figure(1e5))
    return replace(two_cars(), policies={"law": Policy("law", "world", law)}, optimize=asks)


def _whole():
    """A lever that is paid once, one that is nothing or at least 20 %, and one that excludes the first."""
    given = three_levers(250.0, asks=Optimize(meet=("goal",), spend_at_most=figure(1e6)))
    a, b, c = given.levers.values()
    paid, least = replace(a, once=figure(3e4)), replace(b, at_least=figure(0.2), ramp=figure(0.1))
    levers = {v.name: v for v in (paid, least, replace(c, not_with=(a.name,)))}
    search, series = _search(replace(given, levers=levers))
    whole = integers(search.scenario, search.c)
    branch = Branch(search, whole, whole.never)
    p = branch.mixed(series)
    columns = [f"{name} {year}" for name, year in search.columns() + branch.use.columns()]
    return p, [name for name, *_ in search.rows(series)] + branch.use.rows, columns


@pytest.mark.parametrize("kind", KINDS)
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
    assert {file.stem for file in GOLDEN.glob("*.lp")} == set(KINDS)
