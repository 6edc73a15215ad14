"""Merge, rule by rule: library < like < parent < this file < --set."""

import pytest

from tests.reading.texts import SMALL

CHILD = "language: 1\nextends: base.yaml\n"


@pytest.fixture
def over(read):
    """The small scenario with a child over it."""

    def loaded(text, base=SMALL, sets=(), **beside):
        return read(CHILD + text, sets, base__yaml=base, **beside)

    return loaded


def best(figure):
    return {point.x: pytest.approx(point.best) for point in figure.points}


def test_records_merge_key_by_key(over):
    it = over("vehicles: {car A: {title: Shown, materials: {glass: 20 kg}}}\n")
    car = it.vehicles["car A"]
    assert car.title == "Shown"
    assert {each.product: each.amount.points[0].best for each in car.sections["materials"]} == {
        "steel parts": 1200, "glass": 20}  # fmt: skip
    assert car.mass.origin.file.endswith("base.yaml")


def test_a_path_is_replaced_whole(over):
    it = over("policies: {ETS: {price: {2035: 200 EUR/t}}}\n")
    assert best(it.policies["ETS"].rule.price) == {2035.0: 0.2}


def test_an_uncertain_value_is_replaced_whole(over):
    base = SMALL.replace("16 kWh/(100 km)}\n    end", "{best: 16 kWh/(100 km), low: 1 kWh/(100 km), high: 17 kWh/(100 km), "
                         "spread: pert}}\n    end")  # fmt: skip
    it = over("vehicles: {car A: {use: {charging: 15 kWh/(100 km)}}}\n", base=base)
    assert not it.vehicles["car A"].sections["use"][0].amount.uncertain


def test_a_mix_is_replaced_whole(over):
    it = over("mixes: {steel @ CN: {BF-BOF: 100 %}}\n")
    (mix,) = (mix for mix in it.mixes if (mix.product, mix.user) == ("steel", "CN"))
    assert set(mix.shares) == {"steel/BF-BOF"}


def test_a_list_is_replaced_whole(over):
    it = over("routes: {road: {legs: [{by: rail, distance: 800 km}]}}\n")
    assert [leg.by for leg in it.routes["road"].legs] == ["rail"]


def test_a_table_is_replaced_whole(over):
    it = over("sales: {$table: s.csv}\n", s__csv="sold,market,2022 [veh/yr],2030 [veh/yr]\ncar,CN,5,7\n")
    assert [(sale.market, best(sale.cars)) for sale in it.sales] == [("CN", {2022.0: 5, 2030.0: 7})]


def test_remove_takes_a_record_out(over):
    it = over("levers: {lean: $remove}\n")
    assert list(it.levers) == ["green steel", "scrap"]


def test_remove_in_a_record(over):
    it = over("vehicles: {car A: {materials: {steel parts: $remove, glass: 1200 kg}}}\n")
    assert [each.product for each in it.vehicles["car A"].sections["materials"]] == ["glass"]


def test_remove_what_the_library_says(over):
    it = over("activities: {cells: {inputs: {electricity: $remove}}}\n")
    assert all(each.product != "electricity" for recipe in it.activities["cells"].recipes for each in recipe.inputs)


def test_replace_drops_what_the_parent_said(over):
    it = over("sales: {$replace: true, car: {DE: {2022: 3 veh/yr}}}\n")
    assert [sale.market for sale in it.sales] == ["DE"]


def test_replace_drops_what_the_library_says(over):
    it = over("activities: {cells: {inputs: {$replace: true, electricity: 9 kWh/kWh}}}\n")
    assert [each.product for each in it.activities["cells"].recipes[0].inputs] == ["electricity"]


def test_like_is_worked_out_after_parents(over):
    it = over("vehicles: {car A: {lifetime: 300000 km}}\n")
    assert best(it.vehicles["car B"].lifetime) == {0.0: 300000}


def test_like_is_over_the_library_and_under_the_file(over):
    it = over("activities: {more: {like: cells, price: 70 EUR/kWh}}\n")
    more, cells = it.activities["more"], it.activities["cells"]
    assert more.at == "maker"
    assert best(more.recipes[0].money.amount) == {0.0: 70}
    assert [each.product for each in more.recipes[0].inputs] == [each.product for each in cells.recipes[0].inputs]


def test_like_with_replace(over):
    it = over("vehicles: {car C: {like: car A, sold as: car C, battery: {$replace: true, NMC622 pack: 66 kWh}}}\n")
    assert [each.product for each in it.vehicles["car C"].sections["battery"]] == ["NMC622 pack"]


def test_like_with_remove(over):
    it = over("vehicles: {car C: {like: car A, sold as: car C, battery: {LFP pack: $remove, NMC622 pack: 66 kWh}}}\n")
    assert [each.product for each in it.vehicles["car C"].sections["battery"]] == ["NMC622 pack"]


def test_like_a_record_of_any_kind(over):
    it = over("sites: {second: {like: plant, in: CN-JS}}\n")
    assert (it.sites["second"].place, len(it.sites["second"].assembly)) == ("CN-JS", 1)


def test_set_comes_last(over):
    it = over("vehicles: {car A: {lifetime: 300000 km}}\n", sets=("vehicles.car A.lifetime=400000 km",))
    assert best(it.vehicles["car A"].lifetime) == {0.0: 400000}


def test_a_bare_path_is_the_share_of_a_lever(over):
    it = over("levers: {green steel: {2030: 10 %, 2040: 50 %}}\n")
    assert best(it.levers["green steel"].share) == {2030.0: 0.1, 2040.0: 0.5}
    assert it.levers["green steel"].at_most is not None


def test_what_is_said_holds_below_in_the_same_file_only(over):
    it = over(
        "vehicles:\n  source: a paper\n  status: verified\n  car A: {lifetime: 300000 km}\n", base=SMALL.replace(
            "    lifetime: 200000 km\n", "    lifetime: 200000 km\n    source: guess\n"))  # fmt: skip
    car = it.vehicles["car A"]
    assert (car.lifetime.origin.source, car.lifetime.origin.status) == ("a paper", "verified")
    assert (car.mass.origin.source, car.mass.origin.status) == ("assumed here", "assumption")
    assert car.sections["battery"][0].amount.origin.source == "assumed here"


def test_a_unit_holds_in_the_same_file_only(over):
    with pytest.raises(Exception, match="E-UNIT-003"):
        over("vehicles: {car A: {materials: {steel parts: 1210}}}\n")


def test_a_new_source_clears_the_status_of_the_old(read):
    it = read(SMALL.replace("    mass: 1600 kg\n", "    source: guess\n    mass: {best: 1600 kg, source: a paper}\n"))
    assert (it.vehicles["car A"].mass.origin.source, it.vehicles["car A"].mass.origin.status) == (
        "a paper",
        "unverified",
    )
    assert it.vehicles["car A"].lifetime.origin.status == "assumption"


def test_a_figure_without_source_is_unsourced(small):
    assert small.vehicles["car A"].mass.origin.status == "unsourced"
    assert small.vehicles["car A"].mass.origin.unproven


def test_confidential_and_notes_reach_the_figure(read):
    it = read(SMALL.replace("    mass: 1600 kg\n", "    confidential: true\n    note: weighed\n    mass: 1600 kg\n"))
    assert it.vehicles["car A"].mass.origin.confidential
    assert it.vehicles["car A"].mass.origin.note == "weighed"
