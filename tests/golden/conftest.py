"""``pytest tests/golden --regenerate-goldens`` writes the golden ledgers anew; look at the difference before you keep it."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--regenerate-goldens", action="store_true", help="write the golden ledgers of tests/golden anew")


@pytest.fixture
def regenerate(request):
    return request.config.getoption("--regenerate-goldens", default=False)
