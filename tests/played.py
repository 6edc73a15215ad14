"""A small scenario that the event engine plays in a moment: a strike at the supplier, green steel that comes late."""

from tests.reading.texts import SMALL

_CHANGES = {
    "{from: 2022, to: 2040, tail: 2060, base: 2023}": "{from: 2022, to: 2025, tail: 2027, base: 2023}",
    "at most: 80 %, earliest: 2028, ramp: 10 %/yr": "at most: 80 %, earliest: 2024, ramp: 60 %/yr",
    "share: {2028: 5 %, 2040: 60 %}": "share: {2024: 30 %, 2025: 60 %}",
    "by: 2040, residual: 10 %": "by: 2025, residual: 10 %",
    "sales:\n": "events: {orders vary: 15 %}\nsales:\n",
    "  closed: {closes: Suez, from: 2026-01, for: 18 months}\n": """\
  strike: {stops: maker, from: 2024-03, for: 6 weeks}
  steel late: {delays: green steel, by: {best: 9 months, low: 6 months, high: 12 months, spread: triangular}}
""",
}


def played(changes=_CHANGES):
    """The text of the scenario."""
    text = SMALL
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class NoPress:
    """Draws nothing: starting the engine takes longer than all the rest."""

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        pass

    def ask(self, spec, stem):
        pass

    def finish(self):
        return []
