"""Another version of the contract, made of an existing one by edits of its files."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from wsdl.contract_versions import ContractVersion

WSDLS = ("CustomerService.wsdl", "CustomerService.soap12.wsdl")


@dataclass(frozen=True)
class Edit:
    """In this file, `old` (which stands there, or once after `within`) becomes `new`."""

    file: str
    old: str
    new: str
    within: str = ""

    def apply(self, folder: Path) -> None:
        """Make the edit; fails where there is nothing to be edited."""
        path = folder / self.file
        before, found, after = path.read_text(encoding="utf-8").partition(self.within or self.old)
        assert found, f"{self.file} has no {self.within or self.old}"
        rest = found + after
        assert self.old in rest, f"{self.file} has no {self.old} after {self.within}"
        path.write_text(before + rest.replace(self.old, self.new, 1), encoding="utf-8")


def edited(version: ContractVersion, name: str, folder: Path, *edits: Edit) -> ContractVersion:
    """A version of this name in a new folder there."""
    made = ContractVersion(name, folder / name)
    shutil.copytree(version.folder, made.folder)
    for edit in edits:
        edit.apply(made.folder)
    return made


def in_type(name: str, old: str, new: str, file: str = "retail.xsd") -> Edit:
    """An edit within the complex type of this name."""
    return Edit(file, old, new, within=f'<xs:complexType name="{name}">')


def member(name: str, type_: str, least: int = 0) -> str:
    """The declaration of a member."""
    return f'<xs:element name="{name}" type="{type_}" minOccurs="{least}" maxOccurs="1"/>'


def at_the_end(type_: str, declaration: str, file: str = "retail.xsd") -> Edit:
    """One more declaration at the end of a type's sequence."""
    return in_type(type_, "</xs:sequence>", f"{declaration}</xs:sequence>", file)


def in_both(old: str, new: str, within: str = "") -> list[Edit]:
    """An edit in the customer service's description over either version of SOAP."""
    return [Edit(file, old, new, within) for file in WSDLS]
