"""The digest by which a version of the contract is frozen."""

from hashlib import sha256

from lxml import etree

from wsdl.contract_versions import ENACTOR, ContractVersion, Part

_ADDRESS = "{http://schemas.xmlsoap.org/wsdl/soap/}address", "{http://schemas.xmlsoap.org/wsdl/soap12/}address"


def contract_digest(version: ContractVersion, part: Part = ENACTOR) -> str:
    """SHA-256, in hexadecimal, over all files of this part of the version in the order of their names.

    Of each file: its name, a line end, its canonical form (C14N 1.0 without comments), a line end. Neither blanks between
    elements count nor the addresses of the endpoints, so that files as served and files with other indents are the same.
    """
    digest = sha256()
    for name in sorted(part.files):
        digest.update(f"{name}\n".encode() + _canonical((version.folder / name).read_bytes()) + b"\n")
    return digest.hexdigest()


def _canonical(document: bytes) -> bytes:
    root = etree.fromstring(document, etree.XMLParser(remove_comments=True))
    for element in root.iter():
        if len(element) and not (element.text or "").strip():
            element.text = None
        if not (element.tail or "").strip():
            element.tail = None
        if element.tag in _ADDRESS:
            del element.attrib["location"]
    return etree.tostring(root, method="c14n")
