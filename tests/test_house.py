"""The house: sizes, names and habits of DESIGN that no linter checks. Standard library only."""

import ast
import functools
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "simulator"
MODULES = sorted(PACKAGE.rglob("*.py"))
BANNED = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc", "tools", "core"}
HEAVY = ("numpy", "pandas", "streamlit", "pyarrow", "scipy", "vl_convert", "simpy")
# Put together from halves, so that this file does not hold what it looks for.
FORBIDDEN = [
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("npmjs", ".org"),
        ("npmjs", ".com"),
        ("deb.debian", ".org"),
        ("crates", ".io"),
        ("/opt/", "pypi"),
        ("/opt/", "wheels"),
        ("/work/", "main"),
        ("/work/", "shared"),
        ("/root", "/"),
        ("find-", "links"),
        ("extra-index", "-url"),
    )
]


FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def name(path):
    return path.relative_to(ROOT).as_posix()


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


@functools.cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(node):
    return [one for one in ast.walk(node) if isinstance(one, FUNCTION)]


def offered(module):
    """Public functions of the module and public methods of its public classes."""
    classes = [one for one in module.body if isinstance(one, ast.ClassDef) and public(one.name)]
    return [f for holder in (module, *classes) for f in holder.body if isinstance(f, FUNCTION) and public(f.name)]


def body_lines(function):
    """Lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None and len(function.body) > 1 else function.body
    return body[-1].end_lineno - body[0].lineno + 1


def public(word):
    return not word.startswith("_")


def tracked():
    """What git tracks or would track."""
    found = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / one for one in found.stdout.decode().split("\0") if one)
    return [path for path in paths if path.is_file()]


def test_no_module_is_longer_than_300_lines():
    assert not {name(path): count for path in MODULES if (count := lines(path)) > 300}


def test_half_of_all_modules_have_at_most_150_lines():
    assert statistics.median(map(lines, MODULES)) <= 150


def test_no_function_body_is_longer_than_60_lines():
    sizes = {(name(path), one.name): body_lines(one) for path in MODULES for one in functions(tree(path))}
    assert not {where: count for where, count in sizes.items() if count > 60}


def test_half_of_all_functions_have_at_most_8_lines():
    assert statistics.median(body_lines(one) for path in MODULES for one in functions(tree(path))) <= 8


def test_no_class_has_more_than_10_public_methods():
    counts = {
        (name(path), one.name): sum(isinstance(f, FUNCTION) and public(f.name) for f in one.body)
        for path in MODULES
        for one in ast.walk(tree(path))
        if isinstance(one, ast.ClassDef)
    }
    assert not {where: count for where, count in counts.items() if count > 10}


def test_every_module_says_what_it_is():
    assert not [name(path) for path in MODULES if not ast.get_docstring(tree(path))]


def test_every_public_function_is_explained():
    assert not [(name(path), one.name) for path in MODULES for one in offered(tree(path)) if not ast.get_docstring(one)]


def test_every_public_function_is_annotated():
    bare = []
    for path in MODULES:
        for one in offered(tree(path)):
            given = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs]
            untyped = [arg.arg for arg in given if arg.annotation is None and arg.arg not in ("self", "cls")]
            if untyped or one.returns is None:
                bare.append((name(path), one.name, untyped))
    assert not bare


def test_names_say_what_a_file_holds():
    parts = {name(path): {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts} for path in MODULES}
    assert not {path: found for path, held in parts.items() if (found := BANNED & held)}


def exported(path):
    for one in tree(path).body:
        if isinstance(one, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in one.targets):
            return ast.literal_eval(one.value)
    return None


def bound(path):
    """Public names that a package face brings in or defines."""
    names = set()
    for one in tree(path).body:
        if (
            isinstance(one, ast.ImportFrom)
            and one.module != "__future__"
            and (one.module or "").startswith("simulator")
        ):
            names |= {alias.asname or alias.name for alias in one.names}
        elif isinstance(one, ast.FunctionDef | ast.ClassDef):
            names.add(one.name)
    return {name for name in names if public(name)}


FACES = [path for path in MODULES if path.name == "__init__.py" and path.parent != PACKAGE]


def test_a_face_exports_exactly_what_it_brings_in():
    """Their order is ruff's (RUF022)."""
    wrong = {name(path): set(exported(path) or []) ^ bound(path) for path in FACES}
    assert not {path: names for path, names in wrong.items() if names}


def test_every_folder_of_modules_is_a_package():
    folders = {path.parent for path in MODULES}
    assert not [name(folder) for folder in folders if not (folder / "__init__.py").is_file()]


def test_the_planners_face_is_small_and_true():
    names = exported(PACKAGE / "__init__.py")
    assert len(names) <= 20
    import simulator

    for one in names:
        assert getattr(simulator, one) is not None
    assert set(names) <= set(dir(simulator))


def test_a_package_is_never_named_like_what_it_exports():
    same = {path.parent.name for path in FACES if path.parent.name in (exported(path) or [])}
    assert same <= {"footprint"}, "the planner's face keeps this one apart; see the next test"


def test_the_verb_footprint_is_not_hidden_by_its_package():
    import simulator
    import simulator.footprint  # binds the package's name in simulator, as any import below it would

    assert simulator.footprint is sys.modules["simulator.footprint"].footprint


def test_nothing_tracked_names_a_registry_or_this_machine():
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert not found


def test_every_requirement_has_a_locked_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    locked = {
        line.split("==")[0].lower().replace("_", "-") for line in (ROOT / "requirements.lock").read_text().splitlines()
    }
    names = {re.match(r"[A-Za-z0-9._-]+", one)[0].lower().replace("_", "-") for one in wanted}
    assert names <= locked


def imported(code):
    """Which heavy packages a fresh interpreter has imported after running the code."""
    tail = f"\nimport sys; print([one for one in {HEAVY!r} if one in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code + tail], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()[-1]


def test_importing_the_package_imports_nothing_heavy():
    assert imported("import simulator") == "[]"


def test_asking_for_help_imports_nothing_heavy():
    call = "from simulator.faces.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit as end:\n    assert not end.code"
    assert imported(call) == "[]"
