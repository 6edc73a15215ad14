"""docs/events.md is true: every snippet prints what stands below it. ``python -m tests.docs.test_events`` writes it anew."""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs/events.md"
PAGE = FILE.read_text(encoding="utf-8")
PAIR = re.compile(r"^```python\n(.*?)^```\n\n^```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
SNIPPETS = PAIR.findall(PAGE)


def printed() -> list[str]:
    """What the snippets print, one after the other, in one room of names."""
    names: dict[str, object] = {}
    out = []
    with contextlib.chdir(ROOT):
        for code, _ in SNIPPETS:
            with contextlib.redirect_stdout(io.StringIO()) as said:
                exec(compile(code, FILE.name, "exec"), names)  # noqa: S102 - our own page
            out.append(said.getvalue())
    return out


@pytest.fixture(scope="module")
def today() -> list[str]:
    return printed()


@pytest.mark.parametrize("number", range(len(SNIPPETS)))
def test_a_snippet_prints_what_stands_below_it(number: int, today: list[str]) -> None:
    assert today[number] == SNIPPETS[number][1]


def test_every_snippet_has_its_output() -> None:
    assert PAGE.count("```python\n") == PAGE.count("```text\n") == len(SNIPPETS) > 6


def test_the_scenario_on_the_page_is_the_file() -> None:
    (shown,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert shown == (ROOT / "docs/examples/chain.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["events", "nomenclature", "scenarios"])
def test_every_file_a_page_names_exists(page: str) -> None:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+\.(?:py|csv|yaml|md))`|\]\(([\w./-]+)\)", text)
    known = [ROOT, ROOT / "docs", ROOT / "simulator", ROOT / "scenarios/smart"]
    paths = {one or other for one, other in named}
    assert [path for path in sorted(paths) if not any((at / path).exists() for at in known)] == []


if __name__ == "__main__":
    outputs = iter(printed())
    FILE.write_text(
        PAIR.sub(lambda found: f"```python\n{found[1]}```\n\n```text\n{next(outputs)}```", PAGE), encoding="utf-8"
    )
