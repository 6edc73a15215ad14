"""The house: sizes, names and habits of DESIGN that no linter checks. Standard library only."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "simulator"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]
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


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(node):
    return [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function):
    """Lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None and len(function.body) > 1 else function.body
    return body[-1].end_lineno - body[0].lineno + 1


def public(name):
    return not name.startswith("_")


def tracked():
    """What git tracks or would track."""
    found = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in found.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_module_is_longer_than_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_half_of_all_modules_have_at_most_150_lines():
    assert statistics.median(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES) <= 150


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_function_body_is_longer_than_60_lines(path):
    long = {one.name: body_lines(one) for one in functions(tree(path)) if body_lines(one) > 60}
    assert not long


def test_half_of_all_functions_have_at_most_8_lines():
    assert statistics.median(body_lines(one) for path in MODULES for one in functions(tree(path))) <= 8


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_class_has_more_than_10_public_methods(path):
    for one in ast.walk(tree(path)):
        if isinstance(one, ast.ClassDef):
            methods = [
                f.name for f in one.body if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef) and public(f.name)
            ]
            assert len(methods) <= 10, one.name


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_every_module_and_public_function_is_explained_and_annotated(path):
    module = tree(path)
    assert ast.get_docstring(module), "a module says in a sentence what it is"
    for one in functions(module):
        if not public(one.name):
            continue
        assert ast.get_docstring(one), f"{one.name} has no docstring"
        assert one.returns is not None, f"{one.name} does not say what it returns"
        given = [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs]
        bare = [arg.arg for arg in given if arg.annotation is None and arg.arg not in ("self", "cls")]
        assert not bare, f"{one.name}: {bare} without a type"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_names_say_what_a_file_holds(path):
    assert not BANNED & {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts}


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


@pytest.mark.parametrize("path", FACES, ids=[str(path.parent.relative_to(ROOT)) for path in FACES])
def test_a_face_exports_exactly_what_it_brings_in(path):
    names = exported(path)
    if names is None:
        assert not bound(path), "a face that brings names in lists them in __all__"
    else:
        assert set(names) == bound(path)


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_lists_of_exports_are_sorted(path):
    names = exported(path)
    assert names is None or list(names) == sorted(names)


def test_the_planners_face_is_small_and_true():
    names = exported(PACKAGE / "__init__.py")
    assert len(names) <= 20
    import simulator

    for name in names:
        assert getattr(simulator, name) is not None
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
    tail = f"\nimport sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code + tail], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()[-1]


def test_importing_the_package_imports_nothing_heavy():
    assert imported("import simulator") == "[]"


def test_asking_for_help_imports_nothing_heavy():
    call = "from simulator.faces.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit as end:\n    assert not end.code"
    assert imported(call) == "[]"
