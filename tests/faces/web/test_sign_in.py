"""Sign-in as a host sets it up, in a real browser, with a provider on this machine: nothing before it, and each their own."""

import pytest

from tests.faces.web.provider import provider
from tests.faces.web.serving import served


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """The provider and the app that asks it."""
    folder = tmp_path_factory.mktemp("host")
    with provider() as found:
        (folder / ".streamlit").mkdir()
        (folder / ".streamlit" / "secrets.toml").write_text(found.secrets())
        with served(folder) as address:
            yield found, address, folder / "log.txt"


@pytest.fixture
def browse(chromium, host):
    """Open the app in a browser of its own."""
    contexts = []

    def open_page(path=""):
        contexts.append(chromium.new_context(viewport={"width": 1440, "height": 1000}))
        page = contexts[-1].new_page()
        page.goto(f"{host[1]}/{path}?lang=en")
        return page

    yield open_page
    for context in contexts:
        context.close()


def signed_in(page, host, subject):
    host[0].subject = subject
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for(timeout=60_000)
    return page


def runs(page):
    page.get_by_role("link", name="Runs").click()
    page.get_by_role("heading", name="Your runs").wait_for(timeout=60_000)
    page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=60_000)
    return page.get_by_test_id("stCheckbox").all_inner_texts()


def test_nothing_is_shown_before_sign_in_and_readers_keep_apart(browse, host):
    page = browse()
    page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
    assert page.get_by_test_id("stVegaLiteChart").count() == 0
    assert page.get_by_test_id("stSlider").count() == 0
    assert page.get_by_role("link", name="Runs").count() == 0

    ann = signed_in(page, host, "ann")
    assert "/authorize" in host[0].asked
    assert "ann" not in ann.url
    assert runs(ann) == []
    ann.get_by_label("Name").fill("of ann")
    ann.get_by_role("button", name="Keep what is set now").click()
    ann.get_by_text("1 · of ann").wait_for(timeout=60_000)

    bob = signed_in(browse(), host, "bob")
    assert runs(bob) == []
    elsewhere = signed_in(browse(), host, "ann")
    assert [one.split("\n")[0] for one in runs(elsewhere)] == ["1 · of ann"], "the same reader in another browser"
    assert not any("decarb_reader" in one["name"] for one in elsewhere.context.cookies())

    ann.get_by_role("button", name="Sign out").click()
    ann.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
    assert ann.get_by_text("of ann").count() == 0
    log = host[2].read_text()
    assert "Traceback" not in log
    assert "of ann" not in log
