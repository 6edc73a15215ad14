import pytest

from simulator.faces.cli import main


@pytest.fixture
def decarb(capsys):
    """Run the command line in this process: exit code, stdout, stderr."""

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        said = capsys.readouterr()
        return end.value.code or 0, said.out, said.err

    return call
