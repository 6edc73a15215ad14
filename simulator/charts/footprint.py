"""The footprint of single cars: one bar a car, its life cycle by stage."""

from __future__ import annotations

from simulator.charts.look import STAGE, Spec, Table, chart, data, records, scale, spelled
from simulator.ledger import STAGES
from simulator.units import parse_unit
from simulator.words import ENGLISH, Words

_TONNE = parse_unit("t").factor


def footprint(cars: Table, about: str = "", words: Words = ENGLISH) -> Spec:
    """Bars of t CO2e per vehicle, by stage.

    Parameters
    ----------
    cars : ``view vehicle year stage per_car`` [kg CO2e/veh], as ``analysis.stages_per_vehicle`` gives it.
    about : what the cars have in common, for the subtitle (use, market).
    words : the language of all that stands in the picture.
    """
    (view,) = set(cars["view"])
    names = [name for name in STAGES if name in set(cars["stage"])]
    rows = [
        {"car": f"{car}, {year}", "stage": words.term(stage), "value": kg / _TONNE, "order": names.index(stage)}
        for car, year, stage, kg in records(cars, "vehicle", "year", "stage", "per_car")
    ]
    order = list(dict.fromkeys(str(row["car"]) for row in sorted(rows, key=lambda row: str(row["car"]))))
    totals = {car: sum(float(row["value"]) for row in rows if row["car"] == car) for car in order}
    looks = {words.term(name): STAGE[name] for name in names}
    title = words("car_title", view=words.term(str(view)))
    written = {car: words.figure(spelled(total)) for car, total in totals.items()}
    story = "; ".join(f"{car}: {text} t" for car, text in written.items())
    room: Spec = {"domain": [0, 1.07 * max(totals.values(), default=1.0)], "nice": False}
    place: Spec = {"y": {"field": "car", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 260}}}
    bars: Spec = {
        "data": data(rows),
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.7, "height": {"band": 0.72}},
        "encoding": {
            **place,
            "x": {
                "field": "value",
                "type": "quantitative",
                "stack": "zero",
                "title": words("a_vehicle"),
                "scale": room,
            },
            "fill": {
                "field": "stage",
                "type": "nominal",
                "scale": scale(list(looks), looks),
                "title": words.term("stage"),
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    labels: Spec = {
        "data": data({"car": car, "value": total, "text": written[car]} for car, total in totals.items()),
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11},
        "encoding": {**place, "x": {"field": "value", "type": "quantitative"}, "text": {"field": "text"}},
    }
    body: Spec = {"layer": [bars, labels], "height": {"step": 24}}
    return chart(title, about, f"{title}. {story}.", body)


__all__ = ["footprint"]
