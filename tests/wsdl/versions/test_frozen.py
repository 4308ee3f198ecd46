"""A frozen version stays as it is; its digest says so, and is the same wherever and however it is computed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from tests.wsdl.versions.changes import broken_promises, frozen_digests
from tests.wsdl.versions.edits import Edit, at_the_end, edited, in_type, member
from wsdl.contract_digest import contract_digest
from wsdl.contract_versions import FILES, PARTS, SHIPPED, V1, ContractVersion
from wsdl.pages.place import Place

GROWN = at_the_end("CustomerNameSearchRequest", member("soundsLike", "xs:boolean"))
BROKEN = in_type("CustomerNameSearchRequest", "searchName", "searchText")


def test_the_versions_keep_what_they_promise() -> None:
    assert broken_promises(SHIPPED, frozen_digests()) == [], (
        "A frozen version is never changed, and a newer one breaks no client: see CONTRIBUTING.md, Change the contract."
    )
    assert set(frozen_digests()) == {version.label(part) for version in SHIPPED for part in PARTS}


def test_an_edit_of_a_frozen_version_is_found(tmp_path: Path) -> None:
    for name, edit in (("grown", GROWN), ("broken", BROKEN), ("told", Edit("core.xsd", "An empty one", "Empty"))):
        changed = ContractVersion("v1", edited(V1, name, tmp_path, edit).folder)
        assert "v1 is not what was frozen" in broken_promises([changed], frozen_digests())[0]


def test_a_newer_version_may_add_and_a_new_major_version_may_break(tmp_path: Path) -> None:
    grown, broken, new = (
        edited(V1, name, tmp_path, edit) for name, edit in (("v1.1", GROWN), ("v1.2", BROKEN), ("v2", BROKEN))
    )
    digests = frozen_digests() | {
        version.label(part): contract_digest(version, part) for version in (grown, broken, new) for part in PARTS
    }
    assert broken_promises([V1, grown, new], digests) == []
    assert broken_promises([V1, grown, broken], digests)
    assert all("v1.2 breaks clients of v1.1: " in what for what in broken_promises([V1, grown, broken], digests))


@pytest.mark.parametrize("public_url", ["http://127.0.0.1:9", "https://loyalty.example.com"])
def test_the_digest_of_the_files_as_they_are_given_out_is_the_same(tmp_path: Path, public_url: str) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(Place(V1, public_url, "/v1").file(name))
    assert _digests(ContractVersion("v1", tmp_path)) == _digests(V1)


def _digests(version: ContractVersion) -> list[str]:
    return [contract_digest(version, part) for part in PARTS]


def test_indents_comments_and_encodings_do_not_count_and_all_else_does(tmp_path: Path) -> None:
    for name in FILES:
        root = etree.parse(V1.folder / name, etree.XMLParser(remove_comments=True)).getroot()
        etree.indent(root, "\t")
        etree.ElementTree(root).write(tmp_path / name, encoding="UTF-16")
    same = ContractVersion("v1", tmp_path)
    assert _digests(same) == _digests(V1)
    for name in FILES:
        root = etree.parse(tmp_path / name).getroot()
        root[-1].set("id", "x")
        (tmp_path / name).write_bytes(etree.tostring(root))
        for part in PARTS:
            assert (contract_digest(same, part) == contract_digest(V1, part)) is (name not in part.files)
        del root[-1].attrib["id"]
        (tmp_path / name).write_bytes(etree.tostring(root))
        assert _digests(same) == _digests(V1)


DIGESTS = """
from hashlib import sha256
from wsdl.contract_digest import contract_digest
from wsdl.contract_versions import SERVICES, V1
from wsdl.pages.place import Place
from wsdl.serving import _documents
print(contract_digest(V1))
for service in SERVICES:
    for document in _documents(service, Place(V1, "https://loyalty.example")).values():
        print(document.etag)
"""


def test_every_start_gives_the_same_documents() -> None:
    """Under eight seeds of Python's hashes, by which sets and dictionaries of text are ordered."""
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", DIGESTS],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(8)
    ]
    told = [start.communicate(timeout=120)[0].split() for start in starts]
    assert [start.returncode for start in starts] == [0] * 8
    assert told[0][0] == frozen_digests()["v1"]
    assert len(told[0]) > 20
    assert all(each == told[0] for each in told)
