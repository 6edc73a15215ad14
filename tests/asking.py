"""The small scenario that plays in a moment, with a question for the optimiser that scrap answers, and scrap comes late."""

import csv

from tests.played import played

GOAL = "goal: {kind: reduction, book: inventory, per: vehicle, cut: 14 %, by: 2025}"
OLD = "neutral: {kind: net zero, book: inventory, by: 2025, residual: 10 %}"


def asking(goal=GOAL, asks="{objective: company, meet: [goal]}"):
    """The text of the scenario; ``asks`` empty: it asks nothing."""
    text = played()
    for old, new in (
        (OLD, goal),
        ("delays: green steel,", "delays: scrap,"),
        (
            "optimize: {objective: company, meet: [neutral], spend at most: 5 MEUR/yr}\n",
            f"optimize: {asks}\n" if asks else "",
        ),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def rows(path):
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
