"""What changed between two versions of the contract that breaks a client of the older."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lxml import etree

from tests.wsdl.versions.descriptions import lost_offers, roots
from tests.wsdl.versions.types import Comparison, load
from wsdl.contract_digest import contract_digest
from wsdl.contract_versions import CONTRACTS, PARTS, SERVICES, ContractVersion, wsdl_file
from wsdl.names import VERSIONS


def breaking_changes(old: ContractVersion, new: ContractVersion) -> list[str]:
    """A sentence for each change that breaks a client; empty where every old client can stay as it is.

    A client breaks where the newer version lacks something that it names (a service, port, operation, action), where it
    may send what is refused, or where it may get a reply that its own schema does not allow.
    """
    return sorted(set(_breaking(old, new)))


def _breaking(old: ContractVersion, new: ContractVersion) -> Iterator[str]:
    before, now = load(old.folder), load(new.folder)
    takes, answers = Comparison(before, now), Comparison(now, before, keeps_names=True)
    for service in SERVICES:
        for soap in VERSIONS:
            name = wsdl_file(service, soap)
            if not (new.folder / name).exists():
                yield f"{name} is gone"
                continue
            ours, theirs = (etree.parse(version.folder / name).getroot() for version in (old, new))
            yield from (f"{name}: {what}" for what in lost_offers(ours, theirs))
            for kind, element in roots(ours):
                if kind == "request":
                    yield from (f"a request that was taken is refused: {what}" for what in takes.element(element))
                else:
                    yield from (f"a reply surprises: {what}" for what in answers.element(element))


def broken_promises(versions: Sequence[ContractVersion], digests: Mapping[str, str]) -> list[str]:
    """What is wrong with versions in the order of their age: files that are not the frozen ones, and clients broken.

    A version may break clients of the one before only where its major number (v1, v2) is another.
    """
    found = [
        f"{version.label(part)} is not what was frozen: its digest is {contract_digest(version, part)}"
        for version in versions
        for part in PARTS
        if digests.get(version.label(part)) != contract_digest(version, part)
    ]
    for old, new in pairwise(versions):
        if old.name.partition(".")[0] == new.name.partition(".")[0]:
            found += [f"{new.name} breaks clients of {old.name}: {what}" for what in breaking_changes(old, new)]
    return found


def frozen_digests() -> dict[str, str]:
    """The digest of each part of a frozen version by its label, as the repository records it."""
    lines = (CONTRACTS / "DIGESTS").read_text(encoding="utf-8").split("\n")
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}
