"""Every request of the projects and every command of the page gets a valid reply from the running program."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests
import zeep
from lxml import etree, html
from zeep.transports import Transport

from tests.journeys.pages.senders import CON, XSI, Request, postman_requests, soapui_requests
from tests.services.gateway import ServedGateway
from tests.services.missing import find_or_skip
from tests.services.npm import node_with_packages, npm_environment
from tests.wsdl.examples import ALL
from tests.wsdl.soap import SCHEMA
from wsdl.contract_versions import SERVICES, part_of
from wsdl.names import SERVICES_PATH, SOAP11, VERSIONS

TILL = {"username": "till-1", "password": "demo"}


def _operations(page: str) -> list[str]:
    return [example.operation for example in ALL if page.endswith(f"/{example.service}")]


def _namespace(page: str) -> str:
    return part_of(page.rpartition("/")[2]).namespace


def _fetch(page: str, query: str, file_end: str) -> bytes:
    reply = requests.get(f"{page}?{query}", timeout=30)
    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"].endswith(f'-v1{file_end}"')
    assert b"demo" not in reply.content
    return reply.content


def _hold(sent: list[Request], page: str) -> None:
    expected = [(version.number, operation) for version in VERSIONS for operation in _operations(page)]
    assert [(request.soap.number, request.name) for request in sent] == expected
    for request in sent:
        answer = request.send()
        assert not answer.is_fault, answer.body
        assert (answer.version, answer.content.tag) == (request.soap, f"{{{_namespace(page)}}}{request.name}Response")


def test_every_request_of_the_postman_collection(page: str) -> None:
    collection = json.loads(_fetch(page, "postman", ".postman_collection.json"))
    assert collection["info"]["schema"].endswith("/v2.1.0/collection.json")
    assert {each["key"]: each["value"] for each in collection["variable"]} == {
        "address": page,
        "username": "",
        "password": "",
    }
    _hold(list(postman_requests(collection, TILL)), page)


@pytest.mark.parametrize("service", SERVICES)
def test_newman_runs_the_collection(gateway: ServedGateway, service: str, newman: Path, tmp_path: Path) -> None:
    node = node_with_packages(newman)
    page = f"{gateway.url}{SERVICES_PATH}/{service}"
    (tmp_path / "collection.json").write_bytes(_fetch(page, "postman", ".postman_collection.json"))
    variables = [part for key, value in TILL.items() for part in ("--env-var", f"{key}={value}")]
    command = [str(node), str(newman / "node_modules/newman/bin/newman.js"), "run", str(tmp_path / "collection.json")]
    command += [*variables, "--reporters", "json", "--reporter-json-export", str(tmp_path / "run.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=npm_environment())
    assert done.returncode == 0, done.stdout + done.stderr
    executions = json.loads((tmp_path / "run.json").read_text())["run"]["executions"]
    assert [each["item"]["name"] for each in executions] == _operations(page) * len(VERSIONS)
    for each in executions:
        assert each["response"]["code"] == 200
        (content,) = etree.fromstring(bytes(each["response"]["stream"]["data"]))[-1]
        SCHEMA.assertValid(content)


def test_every_request_of_the_soapui_project(page: str) -> None:
    project = etree.fromstring(_fetch(page, "soapui", "-soapui-project.xml"))
    assert project.tag == f"{CON}soapui-project"
    _hold(list(soapui_requests(project, TILL)), page)


def test_the_soapui_project_opens_away_from_the_gateway(page: str, tmp_path: Path) -> None:
    project = etree.fromstring(_fetch(page, "soapui", "-soapui-project.xml"))
    interfaces = project.findall(f"{CON}interface")
    assert [each.get(f"{XSI}type") for each in interfaces] == ["con:WsdlInterface"] * len(VERSIONS)
    for interface in interfaces:
        (part,) = interface.iterfind(f"{CON}definitionCache/{CON}part")
        address = interface.get("definition", "")
        assert part.findtext(f"{CON}url") == address == interface.find(f"{CON}definitionCache").get("rootPart")  # type: ignore[union-attr]
        content = part.findtext(f"{CON}content", "").encode()
        assert requests.get(address, timeout=30).content == content
        (tmp_path / "service.wsdl").write_bytes(content)
        client: Any = zeep.Client(str(tmp_path / "service.wsdl"), transport=_NoNetwork())  # type: ignore[no-untyped-call]
        (port,) = next(iter(client.wsdl.services.values())).ports.values()
        assert interface.get("bindingName") == str(port.binding.name)
        named = {each.get("bindingOperationName"): each.get("action") for each in interface.iterfind(f"{CON}operation")}
        assert named == {name: each.soapaction for name, each in port.binding.all().items()}
        (endpoint,) = interface.iterfind(f"{CON}endpoints/{CON}endpoint")
        assert endpoint.text == port.binding_options["address"]


FORM = {
    "soapui-project": "description settings interface properties wssContainer",
    "interface": "settings definitionCache endpoints operation",
    "definitionCache": "part",
    "part": "url content type",
    "endpoints": "endpoint",
    "operation": "description settings call",
    "call": "description settings encoding endpoint request credentials wsaConfig",
    "credentials": "username password authType",
    "properties": "property",
    "property": "name value",
}
"""The order in which SoapUI's own schema (soapui.xsd) has the elements, of those that are used here."""


def test_the_soapui_project_has_the_form_that_soapui_writes(page: str) -> None:
    project = etree.fromstring(_fetch(page, "soapui", "-soapui-project.xml"))
    for element in project.iter():
        inner = " ".join(dict.fromkeys(etree.QName(child).localname for child in element))
        assert inner == FORM.get(etree.QName(element).localname, "")
    ids = [element.get("id") for element in project.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


class _NoNetwork(Transport):
    def load(self, url: str) -> bytes:
        if not url.startswith("/"):
            raise AssertionError(f"fetched {url}")
        return Path(url).read_bytes()


def test_every_command_of_the_page(page: str) -> None:
    find_or_skip("curl", "curl", lambda: Path(found) if (found := shutil.which("curl")) else None)
    shown: Any = html.document_fromstring(requests.get(page, timeout=30).text)
    commands = [each.text_content() for each in shown.iter("code") if each.get("data-copy", "").startswith("the curl")]
    assert len(commands) == len(_operations(page))
    for command, operation in zip(commands, _operations(page), strict=True):
        environment = {**os.environ, "TILL_NAME": TILL["username"], "TILL_SECRET": TILL["password"]}
        options = ["sh", "-c", command.replace("curl ", "curl --silent --show-error --fail ", 1)]
        done = subprocess.run(options, env=environment, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        (content,) = etree.fromstring(done.stdout)[-1]
        assert content.tag == f"{{{_namespace(page)}}}{operation}Response"
        SCHEMA.assertValid(content)


def test_the_security_header_of_the_page(gateway: ServedGateway) -> None:
    address = f"{gateway.url}{SERVICES_PATH}/AccountBalanceService"
    shown: Any = html.document_fromstring(requests.get(address, timeout=30).text)
    (token,) = [each.text_content() for each in shown.iter("code") if each.get("data-copy") == "the security header"]
    filled = token.replace("TILL_NAME", TILL["username"]).replace("TILL_SECRET", TILL["password"])
    collection = requests.get(f"{address}?postman", timeout=30).json()
    plain = next(postman_requests(collection, {"username": "", "password": ""}))
    for header, is_fault in ((filled, False), (token, True), ("", True)):
        message = etree.fromstring(plain.body)
        block = etree.fromstring(f'<s:Header xmlns:s="{SOAP11.namespace}">{header}</s:Header>')
        message.insert(0, block)
        body = etree.tostring(message, encoding="unicode")
        answer = Request(plain.name, SOAP11, address, plain.headers, body, "", "").send()
        assert answer.is_fault is is_fault, header


@pytest.mark.parametrize("query", ["", "?wsdl", "?singleWsdl", "?soapui", "?postman", "?xsd=core", "?guesses"])
def test_a_browser_that_has_a_document_gets_no_second_one(page: str, query: str) -> None:
    first = requests.get(f"{page}{query}", timeout=30)
    again = requests.get(f"{page}{query}", headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")
    head = requests.head(f"{page}{query}", timeout=30)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(first.content))
