"""docs/validation.md prints what is computed today: ``--regenerate-goldens`` writes its tables anew; read the difference."""

import re
from pathlib import Path

import pytest

from tests.validation.published import ranges
from tests.validation.tables import HEADS, table

PAGE = Path(__file__).parents[2] / "docs/validation.md"


def between(name):
    return re.compile(rf"(<!-- table: {name} -->\n)((?:(?!<!--).*\n)*)(<!-- end -->)")


@pytest.mark.parametrize("name", HEADS)
def test_a_table_of_the_page_is_what_is_computed(name, regenerate):
    text, made = PAGE.read_text(encoding="utf-8"), table(name)
    assert len(between(name).findall(text)) == 1
    wanted = between(name).sub(lambda found: f"{found[1]}{made}\n{found[3]}", text)
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted


def test_the_page_tells_each_thing_not_compared():
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert [name for name, one in ranges().items() if one.compared != "yes" and f"**{name}**" not in text] == []
