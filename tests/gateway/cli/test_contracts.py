"""`wsdl`, `openapi` and `migrate` print and write what is served."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree
from zeep import Client

from gateway.cli import migrate, openapi, wsdl
from gateway.settings import read_settings
from gateway.start_refused import StartRefused
from gateway.wiring import open_safely, require_newest_schema
from wsdl.contract_digest import contract_digest
from wsdl.contract_versions import FILES, TICKETS, V1

ADDRESS = "https://loyalty.example.com"


@pytest.fixture(autouse=True)
def _public_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", ADDRESS)


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_the_contract(file: str) -> None:
    outcome = CliRunner().invoke(wsdl.command, [file])
    assert outcome.exit_code == 0
    etree.fromstring(outcome.output.encode())
    assert "localhost:8080" not in outcome.output
    assert (f'location="{ADDRESS}/axis2/services/' in outcome.output) is file.endswith(".wsdl")


@pytest.mark.parametrize("options", [[], ["--side-by-side"], ["--contract-version", "v1"]])
def test_all_files_can_be_read_where_they_are_written(tmp_path: Path, options: list[str]) -> None:
    folder = tmp_path / "contract"
    outcome = CliRunner().invoke(wsdl.command, ["--into", str(folder), *options])
    assert outcome.output.splitlines() == [
        str(folder / name) for name in FILES if options[:1] == ["--side-by-side"] or name.endswith(".wsdl")
    ]
    for service, operations in (("CustomerService", 3), ("AccountBalanceService", 2), ("PosTicketService", 4)):
        client: Any = Client(str(folder / f"{service}.wsdl"))  # type: ignore[no-untyped-call]
        (port,) = client.wsdl.services[service].ports.values()
        assert port.binding_options["address"].partition("/axis2")[0] == ADDRESS
        assert len(port.binding.all()) == operations


def test_a_printed_wsdl_is_one_file_or_imports_its_schemas() -> None:
    for options, is_whole in (([], True), (["--side-by-side"], False)):
        printed = CliRunner().invoke(wsdl.command, ["CustomerService.wsdl", *options]).output
        assert ("schemaLocation" not in printed) is is_whole


def test_the_digest_of_the_contract() -> None:
    printed = CliRunner().invoke(wsdl.command, ["--digest"]).output
    assert printed == f"{contract_digest(V1)}  v1\n{contract_digest(V1, TICKETS)}  v1 tickets\n"


def test_without_a_file_it_says_what_to_name() -> None:
    outcome = CliRunner().invoke(wsdl.command, [])
    assert (outcome.exit_code, "AccountBalanceService.wsdl" in outcome.output) == (2, True)


def test_the_description_of_the_rest_api(tmp_path: Path) -> None:
    printed = json.loads(CliRunner().invoke(openapi.command, []).output)
    assert (printed["openapi"], printed["servers"]) == ("3.1.0", [{"url": ADDRESS}])
    CliRunner().invoke(openapi.command, ["--into", str(tmp_path / "api.json")])
    assert json.loads((tmp_path / "api.json").read_text()) == printed


def test_migrate_makes_the_database_and_a_second_time_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIRECTORY", str(tmp_path / "new" / "data"))
    for _ in range(2):
        assert CliRunner().invoke(migrate.command, []).output == "The database is at the newest schema.\n"
    store = open_safely(read_settings())
    require_newest_schema(store)
    store.close()


def test_migrate_on_postgresql(monkeypatch: pytest.MonkeyPatch, postgresql_url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", postgresql_url)
    store = open_safely(read_settings())
    with pytest.raises(StartRefused):
        require_newest_schema(store)
    assert CliRunner().invoke(migrate.command, []).exit_code == 0
    require_newest_schema(store)
    store.close()
