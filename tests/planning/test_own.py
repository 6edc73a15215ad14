"""A reader's own scenarios: kept within bounds, read beside the shelf and nowhere else, taken along whole."""

import io
import random
import stat
import time
import zipfile
from pathlib import Path

import pytest

import simulator as sim
from simulator.errors import ScenarioError
from simulator.ledger import gross
from simulator.planning.differences import differences
from simulator.planning.explore import explore
from simulator.planning.manuscript import MOST_TOLD, Manuscript, before, kept_texts, read
from simulator.planning.minimise import minimised
from simulator.planning.own import Own, archive, copied, starting
from simulator.planning.parcel import MOST_FILES, MOST_SENT, mains, packed, unpacked
from simulator.planning.refused import RefusedError
from simulator.planning.shelf import opened
from simulator.planning.takeover import taken_over
from simulator.reading import Beside, load
from simulator.words import LANGUAGES, Words
from tests.reading.texts import SMALL

SHELF = Path(__file__).parents[2] / "scenarios"
PLAN = "smart/net-zero-2045"


@pytest.fixture
def own(tmp_path):
    return Own(tmp_path / "reader" / "scenarios", SHELF)


def manuscript(own, text, **tables):
    return Manuscript(own, own.folder / "_new", "plan.yaml", {"plan.yaml": text, **tables})


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


# ---- the shelf ---------------------------------------------------------------------------------------------------


def test_an_own_scenario_says_what_the_one_it_extends_says(own):
    found = read(manuscript(own, starting(PLAN, "Mine")))
    assert found.faults == ()
    records = differences(sim.load(SHELF / f"{PLAN}.yaml"), found.scenario)
    assert [record.path for record in records] == ["title"]


@pytest.mark.parametrize(
    "name",
    ["../smart/base.yaml", "/etc/passwd", "smart/../../secret.yaml", "..\\smart\\base.yaml", "C:/base.yaml", "a\0b"],
)
def test_no_path_leads_out_of_folder_and_shelf(own, tmp_path, name):
    (tmp_path / "secret.yaml").write_text("language: 1\ntitle: SECRET\n")
    found = read(manuscript(own, f"language: 1\nextends: {name!r}\n" if "\0" not in name else 'extends: "a\\0b"\n'))
    assert found.scenario is None
    assert {fault.code for fault in found.faults} <= {"E-FILE-005", "E-KEY-003", "E-YAML-001"}


def test_a_link_of_the_disk_out_of_the_folder_is_not_followed(own, tmp_path):
    (tmp_path / "secret.csv").write_text("car,DE,1\n")
    home = own.folder / "x"
    home.mkdir(parents=True)
    (home / "t.csv").symlink_to(tmp_path / "secret.csv")
    (home / "x.yaml").write_text("language: 1\nextends: smart/base.yaml\nsales: {$table: t.csv}\n")
    with pytest.raises(ScenarioError) as caught:
        load(home / "x.yaml", beside=own.beside())
    assert [fault.code for fault in caught.value.faults] == ["E-FILE-005"]


def test_without_a_shelf_nothing_but_the_folder_is_read(tmp_path):
    (tmp_path / "x.yaml").write_text("language: 1\nextends: smart/base.yaml\n")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "x.yaml", beside=Beside())
    assert caught.value.faults[0].code == "E-FILE-001"


def test_messages_name_no_folder_of_this_machine(own):
    found = read(manuscript(own, "language: 1\nextends: gone.yaml\n"))
    assert str(own.folder) not in str(found.faults[0])
    assert found.faults[0].file == "plan.yaml"


# ---- keeping -----------------------------------------------------------------------------------------------------


def test_what_is_kept_is_listed_read_changed_and_deleted(own):
    name = own.new("My plan: 2045 / <b>", "plan.yaml", {"plan.yaml": starting(PLAN, "Mine"), "t.csv": "a,b\n"})
    assert name == "own/my-plan-2045-b"
    assert list(own.texts(name)) == ["my-plan-2045-b.yaml", "t.csv"]
    own.keep(name, {"my-plan-2045-b.yaml": starting(PLAN, "Other")})
    assert load(own.path(name), beside=own.beside()).title == "Other"
    second = own.new("My plan: 2045 / <b>", "plan.yaml", {"plan.yaml": starting(PLAN, "Mine")})
    assert set(own.listed()) == {name, second}
    own.remove(name)
    assert list(own.listed()) == [second]
    assert not (own.folder / "my-plan-2045-b").exists()
    with pytest.raises(RefusedError, match="no own scenario"):
        own.path("own/../../etc")


def test_a_reader_keeps_no_more_than_is_granted(own, tmp_path):
    few = Own(own.folder, SHELF, most=2, room=3_000)
    for _ in range(2):
        few.new("x", "x.yaml", {"x.yaml": "language: 1\n"})
    with pytest.raises(RefusedError, match="More than 2"):
        few.new("x", "x.yaml", {"x.yaml": "language: 1\n"})
    with pytest.raises(RefusedError, match="together"):
        few.keep("own/x", {"x.yaml": "#" * 3_100})
    assert own.texts("own/x") == {"x.yaml": "language: 1\n"}


def test_a_horizon_beyond_what_is_granted_is_told(own):
    short = Own(own.folder, SHELF, years=40)
    found = read(manuscript(short, starting(PLAN, "Mine")))
    assert found.scenario is None
    assert found.refused.told(Words("de")).startswith("Die Tabellen")


def test_the_archive_runs_anywhere(own, tmp_path):
    text = starting(PLAN, "Mine").replace("extends", "sales: {$table: t.csv}\nextends")
    table = (SHELF / "smart" / "sales.csv").read_text()
    found = read(manuscript(own, text, **{"t.csv": table}))
    with zipfile.ZipFile(
        io.BytesIO(archive(found.scenario, own, manuscript(own, text, **{"t.csv": table}).placed))
    ) as held:
        assert sorted(held.namelist()) == [
            "plan.yaml",
            "smart/base.yaml",
            "smart/net-zero-2045.yaml",
            "smart/sales.csv",
            "t.csv",
        ]
        held.extractall(tmp_path / "elsewhere")
    again = sim.load(tmp_path / "elsewhere" / "plan.yaml")
    assert differences(found.scenario, again) == ()


def test_a_scenario_from_elsewhere_comes_with_its_files(own, tmp_path):
    (tmp_path / "plan.yaml").write_text("language: 1\nextends: base.yaml\ntitle: Mine\n")
    (tmp_path / "base.yaml").write_text(SMALL)
    texts = copied(sim.load(tmp_path / "plan.yaml"))
    assert set(texts) == {"plan.yaml", "base.yaml"}
    found = Manuscript(own, own.folder / "_new", "plan.yaml", texts | {"other.yaml": "x"})
    assert set(kept_texts(found, read(found).scenario)) == {"plan.yaml", "base.yaml"}
    assert before(found, read(found).scenario).title == "Small"


# ---- what is sent ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([("../x.yaml", b"a: 1")], "leads out"),
        ([("/x.yaml", b"a: 1")], "leads out"),
        ([("C:\\x.yaml", b"a: 1")], "leads out"),
        ([("x.zip", zipped([("../../x.yaml", "a: 1")]))], "leads out"),
        ([("x.zip", zipped([("a/../../x.yaml", "a: 1")]))], "leads out"),
        ([("x.zip", b"PK\3\4 nothing")], "no sound ZIP"),
        ([("x.zip", zipped([("a.zip", zipped([("x.yaml", "a: 1")]))]))], "no scenario"),
        ([("x.exe", b"MZ")], "no scenario"),
        ([("x.yaml", b"\xff\xfea\x00:\x00")], "UTF-8"),
        ([("x.yaml", "a: 1".encode("utf-16-be"))], "UTF-8"),
        ([("x.yaml", b"a: 1\nb: \xe9")], "line 2"),
        ([("x.yaml", b"a" * 1_000_001)], "1 MB"),
        ([(f"{n}.csv", b"a" * 900_000) for n in range(6)], "5 MB"),
        ([("x.zip", zipped([("x.yaml", "a" * 50_000_000)]))], "5 MB"),
        ([("x.zip", zipped([(f"{n}.csv", "a") for n in range(MOST_FILES + 1)]))], "100 files"),
        ([("a.yaml", b"a: 1"), ("A.yaml", b"a: 1")], "twice"),
        ([("x.csv", b"a,b")], "no scenario among"),
        ([("x\n.yaml", b"a: 1")], "no name"),
        ([("<img src=x>.yaml", b"a: 1")], "no name"),
        ([(".hidden.yaml", b"a: 1")], "no name"),
        ([("x" * 200 + ".yaml", b"a: 1")], "no name"),
        ([], "no scenario among"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence_of_every_language(sent, said):
    with pytest.raises(RefusedError, match=said) as caught:
        unpacked(sent)
    told = {language: caught.value.told(Words(language)) for language in LANGUAGES}
    assert len(set(told.values())) == len(LANGUAGES)


def test_a_link_in_an_archive_is_refused():
    link = zipfile.ZipInfo("x.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(RefusedError, match="link"):
        unpacked([("x.zip", zipped([(link, "/etc/passwd")]))])


def test_a_locked_or_damaged_archive_is_refused():
    raw = bytearray(zipped([("x.yaml", "a: 1" * 100)]))
    at = raw.index(b"PK\1\2")
    locked = raw.copy()
    locked[at + 8] |= 1
    with pytest.raises(RefusedError, match="password"):
        unpacked([("x.zip", bytes(locked))])
    for seed in range(200):
        broken = raw.copy()
        luck = random.Random(seed)
        for _ in range(3):
            broken[luck.randrange(len(broken))] = luck.randrange(256)
        try:
            unpacked([("x.zip", bytes(broken))])
        except RefusedError:
            continue


def test_a_family_of_files_is_taken_and_its_ends_are_found():
    held = {
        "f/plan.yaml": "extends: base.yaml",
        "f/base.yaml": "language: 1",
        "f/sales.csv": "a,b",
        "f/__x.yml": "extends: base.yaml",
    }
    sent = unpacked([("x.zip", packed(held)), ("y.csv", b"\xef\xbb\xbfa,b")])
    assert sent["f/plan.yaml"] == "extends: base.yaml"
    assert sent["y.csv"] == "a,b"
    assert mains(sent) == ["f/__x.yml", "f/plan.yaml"]
    assert set(unpacked([("x.zip", zipped([("__MACOSX/._x.yaml", "no"), ("x.yaml", "a: 1"), ("d/", "")]))])) == {
        "x.yaml"
    }


# ---- reading what is written -------------------------------------------------------------------------------------


BOMB = "\n".join(
    ["language: 1", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (BOMB, "E-YAML-004", 7),
        ("language: 1\ntitle: a\ntitle: b\n", "E-YAML-002", 3),
        ("language: 1\nyears:\n\tfrom: 2020\n", "E-YAML-001", 3),
        ("", "E-FILE-004", 1),
        ("- 1\n", "E-YAML-005", 1),
        ("language: 1\ntitle: \x00\n", "E-YAML-001", 2),
        ("a: !!python/object/apply:os.system [x]\n", "E-YAML-007", 1),
        ("a: " + "[" * 100, "E-YAML-003", 1),
        ("x" * 1_000_001, "E-FILE-002", 0),
        ("a: \udcff\n", "E-FILE-003", 1),
        ("language: 1\nextends: plan.yaml\n", "E-FILE-006", 2),
    ],
)
def test_a_hostile_text_is_told_with_its_line(own, text, code, line):
    found = read(manuscript(own, text))
    assert found.scenario is None
    assert (code, line) in [(fault.code, fault.line) for fault in found.faults]


def test_a_byte_order_mark_is_no_fault(own):
    assert read(manuscript(own, "\ufeff" + starting(PLAN, "Mine"))).faults == ()


def test_ten_thousand_faults_are_counted_and_a_hundred_told(own):
    text = starting(PLAN, "Mine") + "".join(f"nobody {n}: {'x' * 50}\n" for n in range(10_000))
    start = time.process_time()
    found = read(manuscript(own, text))
    assert time.process_time() - start < 5
    assert (len(found.faults), found.count) == (MOST_TOLD, 10_000)


def test_a_name_of_a_million_letters_is_cut_where_it_is_told(own):
    text = starting(PLAN, "Mine") + f"levers:\n  green steel: {{share: {'y' * 900_000}}}\n"
    found = read(manuscript(own, text))
    assert found.faults
    assert max(len(str(fault)) for fault in found.faults) < 3_000


# ---- shorter, and moved ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["net-zero-2045", "frozen", "high-growth", "late-start", "company-plan", "base"])
def test_a_whole_scenario_becomes_a_file_of_its_differences(own, name):
    whole = sim.load(SHELF / "smart" / f"{name}.yaml")
    text = sim.reading.resolved(whole)
    for parent in ("smart/base", "smart/net-zero-2045"):
        short = minimised(manuscript(own, text), read(manuscript(own, text)).scenario, parent)
        found = read(short)
        assert found.faults == ()
        assert [one.path for one in differences(whole, found.scenario)] == []
        assert len(short.text) < len(text) / 2


def test_what_is_moved_and_taken_over_gives_the_figures_of_the_page_to_the_last_digit(own):
    seen = opened(SHELF / f"{PLAN}.yaml")
    luck = random.Random(7)
    levers = [one for one in seen.handles.levers if one.marks and one.lever.group != "Removals"]
    settings = {
        mark.key: luck.randint(mark.low, mark.default - 1)
        for mark in (luck.choice(one.marks) for one in luck.sample(levers, 8))
        if mark.low < mark.default
    }
    settings[seen.handles.prices[0].mark.key] = 17
    settings[seen.handles.grids[0].key] = "frozen"
    text = taken_over(starting(PLAN, "Mine"), seen, settings)
    found = read(manuscript(own, text))
    assert found.faults == ()
    page = explore(seen.filed.scenario, settings, seen.handles).ledger
    for book in ("product", "inventory", "flow"):
        assert gross(sim.project(found.scenario), book, "market").tolist() == gross(page, book, "market").tolist()
    again = taken_over(text, seen, settings)
    assert again == text


def test_bounds_are_those_of_the_documents():
    assert (MOST_SENT, MOST_FILES, MOST_TOLD) == (5_000_000, 100, 100)
