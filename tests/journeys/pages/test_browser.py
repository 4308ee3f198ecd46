"""A real browser shows the pages: without an error, without another address, on any width, with and without scripts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.services.chromium import Tab, browser
from tests.services.gateway import ServedGateway
from wsdl.contract_versions import SERVICES
from wsdl.names import SERVICES_PATH

COPIED = """(async () => {
    const source = document.querySelector(`[data-copy="WHAT"]`);
    const button = document.querySelector(`button[aria-label="Copy WHAT"]`);
    button.click();
    await new Promise(done => setTimeout(done, 100));
    return [source.textContent, document.getElementById("status").textContent];
})()"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """A tab that takes a name for this machine, by which it is no secure place for scripts."""
    with browser(tmp_path_factory.mktemp("profile"), "--host-resolver-rules=MAP page.example 127.0.0.1") as tab:
        tab.call("Emulation.setFocusEmulationEnabled", enabled=True)
        yield tab


@pytest.fixture(params=SERVICES)
def page(gateway: ServedGateway, request: pytest.FixtureRequest) -> str:
    """The address of each service's page."""
    return f"{gateway.url}{SERVICES_PATH}/{request.param}"


def test_it_renders_without_an_error_and_asks_for_nothing_more(tab: Tab, page: str) -> None:
    tab.open(page)
    assert tab.says("document.title") == f"{page.rpartition('/')[2]} v1 · Loyalty Gateway"
    assert tab.says("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
    assert tab.says("document.querySelectorAll('button').length") > 8
    assert [url for url in tab.requests if not url.startswith("data:")] == [page]
    assert tab.errors == []


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
def test_it_fits_every_width(tab: Tab, page: str, width: int) -> None:
    tab.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    tab.open(page)
    tab.says("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert tab.says("document.documentElement.scrollWidth") <= width
    assert tab.says("[...document.querySelectorAll('pre')].every(each => each.clientWidth > 200)")


@pytest.mark.parametrize("what", ["the address", "the digest", "the security header"])
def test_a_button_copies_what_it_stands_beside(tab: Tab, page: str, what: str) -> None:
    tab.open(page)
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page))
    for permission in ("clipboard-read", "clipboard-write"):
        tab.call("Browser.setPermission", permission={"name": permission}, setting="granted", origin=origin)
    text, status = tab.says(COPIED.replace("WHAT", what))
    assert status == f"Copied {what}."
    assert tab.says("navigator.clipboard.readText()") == text
    assert tab.errors == []


def test_a_button_copies_where_scripts_have_no_clipboard(tab: Tab, page: str) -> None:
    tab.open(page.replace("127.0.0.1", "page.example"))
    assert tab.says("window.isSecureContext") is False
    _, status = tab.says(COPIED.replace("WHAT", "the address"))
    assert status == "Copied the address."
    assert tab.says("getSelection().toString()") == page
    assert tab.errors == []


def test_links_within_the_page_lead_to_their_places(tab: Tab, page: str) -> None:
    tab.open(page)
    for link in tab.says("[...document.querySelectorAll('nav a[href^=\"#\"]')].map(each => each.hash)"):
        tab.says(f"document.querySelector('nav a[href=\"{link}\"]').click()")
        assert tab.says("location.hash") == link
        assert tab.says(f"document.querySelector('{link}').getBoundingClientRect().top < innerHeight")


def test_without_scripts_everything_is_there_but_the_buttons(tab: Tab, page: str) -> None:
    tab.open(page)
    shown = tab.says("document.querySelectorAll('figure, table, h2, h3, a').length")
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(page)
        assert tab.says("document.querySelectorAll('button').length") == 0
        assert tab.says("document.querySelectorAll('figure, table, h2, h3, a').length") == shown
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)


def test_the_start_page_leads_to_them(tab: Tab, gateway: ServedGateway) -> None:
    tab.open(f"{gateway.url}/")
    assert tab.says("[...document.links].map(each => each.getAttribute('href'))")[: len(SERVICES)] == [
        f"{SERVICES_PATH}/{service}" for service in SERVICES
    ]
    assert tab.errors == []
