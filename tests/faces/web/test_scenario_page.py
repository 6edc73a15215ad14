"""The scenario page without a browser: form and source are one text, files are taken or refused, and nothing hostile runs."""

import io
import re
import zipfile

import pytest

import simulator as sim
from simulator.faces.web.scenario_page import desk
from simulator.faces.web.scenario_page.held import Held
from simulator.ledger import gross
from simulator.words import LANGUAGES
from tests.faces.web.test_frame import go
from tests.faces.web.test_page import HOSTILE, PLAN, address, app, drawn, figures, filed
from tests.planning.test_own import BOMB
from tests.reading.texts import SMALL

__all__ = ["app", "filed"]


@pytest.fixture
def page(app):
    return go(app(), "scenario")


def text(page):
    return next(reversed(page.session_state["_desk"].values())).manuscript.text


def typed(page, new):
    """What the editor sends after a pause."""
    works = page.session_state["_desk"]
    name = next(reversed(works))
    works[name] = desk.replace(works[name], manuscript=works[name].manuscript.saying(new))
    return page.run()


def sent(page, *files):
    page.file_uploader[0].set_value([(name, raw, "text/plain") for name, raw in files]).run()
    assert not page.exception
    return page


def taken(page, *files):
    sent(page, *files)
    page.button(key="button upload").click().run()
    assert not page.exception
    return page


def test_a_new_text_extends_what_is_shown_and_is_sound(page):
    assert not page.exception
    assert text(page) == f"language: 1\ntitle: Net-zero cars by 2045, own version\nextends: {PLAN}.yaml\n"
    assert [one.value for one in page.success] == ["Sound: the text can be taken as it stands."]


def test_the_form_writes_the_source_and_the_source_the_form(page):
    page.text_input(key="_head title").set_value("Ours").run()
    assert "\ntitle: Ours\n" in text(page)
    typed(page, text(page).replace("Ours", "Theirs") + "years: {to: 2044}\n")
    assert page.text_input(key="_head title").value == "Theirs"
    assert page.number_input(key="_head to").value == 2044
    page.button(key="button step back").click().run()
    assert "\ntitle: Net-zero" in text(page)


def test_a_table_lies_still_until_somebody_else_changes_the_text():
    table = Held("levers", "plan", "before", None, 1)
    table.made("after")
    assert [table.holds("plan", text) for text in ("before", "after", "other")] == [True, True, False]
    assert not table.holds("another plan", "after")


def test_a_fault_stands_with_its_line_and_a_click_turns_to_it(page):
    typed(page, text(page) + "levers:\n  green steel: {2028: 10 %, 2030: 95 %}\n")
    assert page.error[0].value.startswith("Faults in the text: 2.")  # the other stands in what it extends
    button = page.button(key="button fault 1")
    assert button.label == "line 5, column 16"
    button.click().run()
    assert page.session_state["_source turned to"] == {"line": 5, "count": 1}
    assert page.button(key="button save").disabled


def test_what_is_saved_is_shown_on_all_pages_and_deleted_again(app, page):
    page.text_input(key="_head title").set_value(HOSTILE).run()
    page.button(key="button save").click().run()
    name = page.selectbox(key="scenario").value
    assert name.startswith("own/script-script-alert-1")
    assert address(page)["scenario"] == name
    go(page, "")
    assert not page.exception
    for one in (*page.title, *page.markdown, *page.caption):
        for sign in ("![", "](", "<script", ":red["):
            assert sign not in re.sub(r"\\.", "", one.value)
    assert name not in app().selectbox(key="scenario").options  # another reader
    go(page, "scenario")
    page.button(key="button delete").click().run()
    assert not page.exception
    assert page.selectbox(key="scenario").value == PLAN


def test_moved_levers_are_taken_over_and_the_figures_stay(app, filed):
    mark = drawn(filed)
    page = app()
    page.slider(key=mark.key).set_value(mark.low).run()
    moved = figures(page)
    go(page, "scenario")
    page.button(key="button take over").click().run()
    assert page.success
    page.button(key="button save").click().run()
    go(page, "")
    assert page.selectbox(key="scenario").value.startswith("own/")
    values = {label.split()[0]: value for label, value in figures(page).items()}
    assert values == {label.split()[0]: value for label, value in moved.items()}
    assert "s" not in address(page)


def test_the_archive_holds_what_the_page_shows(page, tmp_path):
    data = next(one for one in page.main if one.type == "download_button" and "zip" in str(one.proto).casefold())
    assert data is not None
    page.text_input(key="_head title").set_value("Ours").run()
    found = next(reversed(page.session_state["_desk"].values()))
    from simulator.planning.manuscript import read
    from simulator.planning.own import archive

    raw = archive(read(found.manuscript).scenario, found.manuscript.own, found.manuscript.placed)
    zipfile.ZipFile(io.BytesIO(raw)).extractall(tmp_path)
    shown, plan = sim.load(tmp_path / "plan.yaml"), sim.load(tmp_path / "smart" / "net-zero-2045.yaml")
    assert shown.title == "Ours"
    assert gross(sim.project(shown), "flow", "market").tolist() == gross(sim.project(plan), "flow", "market").tolist()


def test_a_file_that_is_sent_is_worked_at_whether_it_is_sound_or_not(page):
    taken(page, ("mine.yaml", SMALL.replace("title: Small", "title: Mine").encode()))
    assert page.text_input(key="_head title").value == "Mine"
    taken(page, ("mine.yaml", b"language: 1\nnobody: 1\n"))
    assert text(page) == "language: 1\nnobody: 1\n"
    assert page.error
    assert page.info


def test_a_family_in_an_archive_is_taken_with_its_table(page):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as held:
        held.writestr(
            "f/base.yaml",
            SMALL.replace("  unit: veh/yr\n  car: {CN: {2022: 1000, 2040: 9000}, DE: 500}\n", "  $table: s.csv\n"),
        )
        held.writestr("f/s.csv", "sold,market,2022 [veh/yr]\ncar,CN,1000\n")
        held.writestr("f/plan.yaml", "language: 1\nextends: base.yaml\ntitle: Plan\n")
    taken(page, ("f.zip", raw.getvalue()))
    assert page.success
    page.button(key="button save").click().run()
    assert not page.exception
    assert page.title[0].value == "Plan"
    assert page.selectbox(key="scenario").value == "own/plan/f/plan"


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("x.yaml", b"\xff\xfea\x00", "UTF-8"),
        ("x.yaml", b"a" * 1_000_001, "1 MB"),
        ("x.zip", b"no archive", "ZIP"),
        ("x.csv", b"a,b", "no scenario"),
        ("![x](http://evil.example).yaml", b"a: 1", "no name"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(page, name, raw, said):
    sent(page, (name, raw))
    (told,) = [one.value for one in page.error]
    assert said in told
    assert "](" not in re.sub(r"\\.", "", told)
    assert not [one for one in page.button if one.key == "button upload"]


@pytest.mark.parametrize(
    "hostile", [BOMB, "language: 1\ntitle: a\ntitle: b\n", "a:\n\tb: 1\n", "\ufefftitle: 1", "", "x" * 1_100_000]
)
def test_a_hostile_text_is_told_and_never_a_traceback(page, hostile):
    typed(page, hostile)
    assert not page.exception
    assert page.error
    page.text_input(key="_head title").set_value("x").run()
    assert not page.exception


def test_a_text_becomes_minimal(page):
    whole = sim.reading.resolved(sim.load(f"scenarios/{PLAN}.yaml"))
    taken(page, ("whole.yaml", whole.encode()))
    page.selectbox(key="_minimal from").set_value("smart/base").run()
    page.button(key="button minimal").click().run()
    assert not page.exception
    assert not page.warning
    assert page.success
    assert len(text(page)) < len(whole) / 5


def test_differences_and_parents_are_shown(page):
    typed(page, text(page) + "targets:\n  budget to 2045: $remove\n")
    page.session_state["_diff"] = page.session_state["_parents"] = True
    page.run()
    assert not page.exception
    table = next(one.value for one in page.dataframe if "before" in one.value)
    assert "targets.budget to 2045.at most" in table["value"].tolist()
    assert any("title: smart's electric cars, today's course" in one.value for one in page.code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_box_opens_in_every_language(app, language):
    page = go(app({"lang": language}), "scenario")
    for part in ("targets", "levers", "policies", "vehicles", "sites", "suppliers", "paths", "tables"):
        page.session_state[f"_part {part}"] = True
    page.run()
    assert not page.exception
    assert len(page.data_editor) == 8
