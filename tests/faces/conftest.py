import pytest

from simulator.faces.cli import main
from tests.asking import asking
from tests.played import NoPress


@pytest.fixture
def decarb(capsys):
    """Run the command line in this process: exit code, stdout, stderr."""

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        said = capsys.readouterr()
        return end.value.code or 0, said.out, said.err

    return call


@pytest.fixture
def scenario(tmp_path):
    """A small scenario that asks something of the optimiser, in a folder of its own."""
    path = tmp_path / "made" / "asking.yaml"
    path.parent.mkdir()
    path.write_text(asking(), encoding="utf-8")
    return path


@pytest.fixture
def no_pictures(monkeypatch):
    """Nothing is drawn."""
    monkeypatch.setattr("simulator.planning.optimal_files.Press", NoPress)
    monkeypatch.setattr("simulator.planning.frontier.Press", NoPress)
