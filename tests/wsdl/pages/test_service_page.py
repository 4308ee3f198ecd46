"""The page for people: whole, correct, readable by everyone, and without anything from elsewhere."""

import base64
import itertools
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from tests.wsdl.examples import ALL, EXAMPLES
from tests.wsdl.soap import Soap
from wsdl.contract_digest import contract_digest
from wsdl.contract_versions import SERVICES, V1, part_of
from wsdl.names import PREFIXES
from wsdl.pages import service_page

SERVICES_PATH = "/axis2/services"
PLACES = [(folder, service) for folder in ("", "/v1") for service in SERVICES]
CSS = Path(service_page.__file__).with_suffix(".css").read_text(encoding="utf-8")


def _get(soap: Soap, address: str) -> tuple[int, dict[str, str], bytes]:
    path, _, query = address.partition("?")
    return soap.raw("", path=path, content_type="", REQUEST_METHOD="GET", QUERY_STRING=query)


def _page(soap: Soap, folder: str, service: str) -> Any:
    status, _, body = _get(soap, f"{folder}/{service}")
    assert status == 200
    return html.document_fromstring(body.decode())


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(("folder", "service"), PLACES)
def test_it_says_what_the_service_is(soap: Soap, folder: str, service: str) -> None:
    page = _page(soap, folder, service)
    assert page.findtext(".//title") == f"{service} v1 · Loyalty Gateway"
    assert [_text(heading) for heading in page.iter("h1")] == [service]
    facts = {_text(term): _text(term.getnext()) for term in page.iter("dt")}
    assert facts["Address"] == f"https://loyalty.example{SERVICES_PATH}{folder}/{service}"
    assert facts["SHA-256"] == contract_digest(V1, part_of(service))
    assert facts["Contract"].startswith("v1, frozen")
    assert (f"https://loyalty.example{SERVICES_PATH}/v1/{service}" in facts["Contract"]) is (folder == "")
    assert "SOAP 1.1 and SOAP 1.2" in facts["Protocol"]
    for kind in ("HTTP Basic", "UsernameToken, text", "UsernameToken, digest"):
        assert kind in _text(page)


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.operation)
def test_every_operation_is_shown_with_its_messages(soap: Soap, example: Any) -> None:
    page = _page(soap, "", example.service)
    (section,) = [each for each in page.iter("section") if each.get("aria-labelledby") == example.operation]
    shown = {_text(each.find("figcaption")).partition(" ")[0]: each.find("pre") for each in section.iter("figure")}
    for kind in ("request", "reply", "fault"):
        message = etree.fromstring(shown[kind.capitalize()].text_content())
        assert etree.tostring(message, method="c14n") == etree.tostring(
            etree.parse(EXAMPLES / f"{example.operation}.{kind}.xml").getroot(), method="c14n"
        )
    (request, reply) = section.iter("table")
    asked = etree.QName(etree.fromstring(shown["Request"].text_content())[-1][0][0])
    assert f"{PREFIXES[str(asked.namespace)]}:{asked.localname}" in _text(request)
    assert "required" in _text(reply)


@pytest.mark.parametrize(("folder", "service"), PLACES)
def test_every_link_leads_somewhere(soap: Soap, folder: str, service: str) -> None:
    page = _page(soap, folder, service)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    links = [link.get("href") for link in page.iter("a")]
    assert len(links) >= 15
    for link in links:
        if link.startswith("#"):
            assert link[1:] in ids
        elif link.startswith(SERVICES_PATH):
            assert _get(soap, link.removeprefix(SERVICES_PATH))[0] == 200, link
        else:
            assert link in {"/", "/api/"}  # the gateway's own test of its start page follows these


@pytest.mark.parametrize(("folder", "service"), PLACES)
def test_nothing_comes_from_elsewhere_and_nothing_needs_a_script(soap: Soap, folder: str, service: str) -> None:
    _, headers, body = _get(soap, f"{folder}/{service}")
    page = html.document_fromstring(body.decode())
    for element in page.iter("script", "img", "iframe", "link", "object", "form", "button", "input"):
        assert element.tag == "script" or element.get("href") == "data:,", etree.tostring(element)
        assert not element.get("src")
    assert not re.search(r"@import|url\(", CSS)
    assert not [
        name for element in page.iter() for name in map(str, element.attrib) if name[:2] == "on" or name == "style"
    ]
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (text,) = [element.text or "" for element in page.iter(tag)]
        assert policy[directive] == f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("service", SERVICES)
def test_it_can_be_read_aloud_and_by_keyboard(soap: Soap, service: str) -> None:
    page = _page(soap, "", service)
    assert page.get("lang") == "en"
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [element.tag for element in page.iter("header", "main", "footer")] == ["header", "main", "footer"]
    (first, *_) = page.iter("a")
    assert page.get_element_by_id(first.get("href")[1:]).tag == "main"
    for region in page.iter("pre", "nav", "section"):
        assert region.get("aria-label") or region.get("aria-labelledby"), etree.tostring(region)[:200]
    scrolling = [
        element for element in page.iter("pre", "div") if element.tag == "pre" or element.get("class") == "scroll"
    ]
    assert scrolling
    assert all(element.get("tabindex") == "0" and element.get("role") == "region" for element in scrolling)
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert {cell.get("scope") for cell in table.iter("th")} == {"col", "row"}


def test_no_secret_and_nothing_of_the_machine_is_in_it(soap: Soap) -> None:
    for folder, service in PLACES:
        body = _get(soap, f"{folder}/{service}")[2].decode()
        assert not re.search(r"evil\.example|localhost|127\.0\.0\.1|\bdemo\b|till-1|/home/|site-packages", body)


SCHEMES = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)


@pytest.mark.parametrize("scheme", SCHEMES[:2], ids=["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_asks_for(scheme: str) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", scheme))
    assert {"paper", "ground", "ink"} <= colours.keys()
    for ground in ("paper", "ground"):
        for ink in colours.keys() - {"paper", "ground", "line", "guess", "guess-ground"}:
            assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert _contrast(colours["guess"], colours["guess-ground"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, by WCAG 2."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
