"""The contract in one file says what the contract in several files says, and nothing of it is fetched."""

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import xmlschema
import zeep
from lxml import etree
from zeep.transports import Transport

from tests.wsdl.examples import ALL, EXAMPLES
from wsdl.contract_versions import FILES, SERVICES, V1, part_of, wsdl_file
from wsdl.names import VERSIONS, SoapVersion
from wsdl.pages.place import Place

PLACE = Place(V1, "https://loyalty.example")
WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
XS = "{http://www.w3.org/2001/XMLSchema}"
BOTH = [(service, soap) for service in SERVICES for soap in VERSIONS]


class NoNetwork(Transport):
    """Refuses to fetch anything."""

    def load(self, url: str) -> bytes:
        """Read the one file that the test names, and nothing else."""
        if not url.startswith("/"):
            raise AssertionError(f"fetched {url}")
        return Path(url).read_bytes()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files in one piece each, and the files side by side."""
    whole, apart = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("apart")
    for service, soap in BOTH:
        (whole / wsdl_file(service, soap)).write_bytes(PLACE.self_contained(service, soap))
    for name in FILES:
        (apart / name).write_bytes(PLACE.file(name))
    return whole, apart


def _schemas(folder: Path, service: str, soap: SoapVersion) -> list[Any]:
    return list(etree.parse(folder / wsdl_file(service, soap)).getroot().iter(f"{XS}schema"))


@pytest.mark.parametrize(("service", "soap"), BOTH)
def test_a_second_reader_finds_the_same_operations_and_types(
    folders: tuple[Path, Path], service: str, soap: SoapVersion
) -> None:
    def told(folder: Path) -> str:
        client: Any = zeep.Client(str(folder / wsdl_file(service, soap)), transport=NoNetwork())  # type: ignore[no-untyped-call]
        types = sorted(type_.signature(schema=client.wsdl.types) for type_ in client.wsdl.types.types)
        (port,) = client.wsdl.services[service].ports.values()
        operations = sorted(map(str, port.binding.all().values()))
        assert operations
        return "\n".join([*operations, *types])

    whole, apart = folders
    assert told(whole) == told(apart)


@pytest.mark.parametrize(("service", "soap"), BOTH)
def test_it_is_the_contract_but_for_where_the_schemas_stand(
    folders: tuple[Path, Path], service: str, soap: SoapVersion
) -> None:
    whole = etree.parse(folders[0] / wsdl_file(service, soap)).getroot()
    apart = etree.parse(folders[1] / wsdl_file(service, soap)).getroot()
    core, retail, wrappers, *more = _schemas(folders[0], service, soap)
    files = part_of(service).schemas
    for name, schemas in zip(files, ([core, wrappers], [retail], *([each] for each in more)), strict=True):
        bare = re.sub(rb' schemaLocation="[a-z]+\.xsd"', b"", (V1.folder / f"{name}.xsd").read_bytes())
        for schema in schemas:
            assert not [element for element in schema.iter() if element.get("schemaLocation")]
            assert schema.attrib == etree.fromstring(bare).attrib
        assert _tops(*schemas) == _tops(etree.fromstring(bare))
    for root in (whole, apart):
        (types,) = root.findall(f"{WSDL}types")
        root.remove(types)
    assert _canonical(whole) == _canonical(apart)


def _tops(*schemas: Any) -> list[bytes]:
    """What stands at the top of schemas together, the comments too."""
    return sorted(_canonical(node) if isinstance(node.tag, str) else node.text.encode() for node in chain(*schemas))


@pytest.mark.parametrize(("service", "soap"), BOTH)
def test_no_schema_refers_to_one_that_comes_after_it(
    folders: tuple[Path, Path], service: str, soap: SoapVersion
) -> None:
    # wsimport of JAX-WS reads them in this order, and warns of what it has not read yet.
    declared: set[tuple[str, str]] = set()
    for schema in _schemas(folders[0], service, soap):
        space = schema.get("targetNamespace")
        declared |= {
            (space, str(node.get("name"))) for node in schema if isinstance(node.tag, str) and node.get("name")
        }
        for node in schema.iter(etree.Element):
            for prefix, _, name in [
                str(node.get(key)).rpartition(":") for key in ("ref", "type", "base") if node.get(key)
            ]:
                assert (node.nsmap[prefix], name) in declared or node.nsmap[prefix] == XS.strip("{}")


def _canonical(element: Any) -> bytes:
    return etree.tostring(etree.fromstring(etree.tostring(element, with_tail=False)), method="c14n", exclusive=True)


@pytest.fixture(scope="module")
def judges(folders: tuple[Path, Path]) -> tuple[Any, Any]:
    """The schemas inside of a self-contained file, and those of the files, compiled."""
    whole, apart = folders
    core, *others = _schemas(whole, "PosTicketService", VERSIONS[0])
    inside = xmlschema.XMLSchema(etree.tostring(core, encoding="unicode"), build=False, allow="none")
    for schema in others:
        inside.add_schema(etree.tostring(schema, encoding="unicode"), namespace=schema.get("targetNamespace"))
    inside.build()
    return inside, xmlschema.XMLSchema(str(apart / "ticket.xsd"))


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.operation)
@pytest.mark.parametrize("kind", ["request", "reply"])
def test_what_is_valid_by_the_one_is_valid_by_the_other(judges: tuple[Any, Any], example: Any, kind: str) -> None:
    inside, apart = judges
    message = etree.parse(EXAMPLES / f"{example.operation}.{kind}.xml").getroot()[-1][0]
    verdicts = []
    for spoil in (_nothing, _leave_out, _double, _rename, _overfill):
        for number in range(1, sum(1 for _ in message.iter())):
            copy = etree.fromstring(etree.tostring(message))
            spoil(list(copy.iter())[number])
            verdict = apart.is_valid(copy)
            assert inside.is_valid(copy) is verdict, etree.tostring(copy)
            verdicts.append(verdict)
    assert {True, False} == set(verdicts)
    assert verdicts[0] is True


def _nothing(element: Any) -> None:
    del element


def _leave_out(element: Any) -> None:
    element.getparent().remove(element)


def _double(element: Any) -> None:
    element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))


def _rename(element: Any) -> None:
    element.tag = f"{{{etree.QName(element).namespace}}}other"


def _overfill(element: Any) -> None:
    element.text = "1" * 2000
