"""JAX-WS makes Java of the contract without a warning, and what it makes plays the scenario, in both versions of SOAP."""

import shutil
from pathlib import Path

import pytest

from tests.interop.by_hand.tools import addresses, play, run
from tests.services.gateway import ServedGateway
from tests.services.missing import find_or_skip
from wsdl.names import SOAP12, VERSIONS, SoapVersion

SOURCE = Path(__file__).with_name("jaxws") / "Till.java"
NOTHING = "(?!)"
NON_STANDARD = "non-standard SOAP 1.2 binding"
"""What wsimport says to every SOAP 1.2 binding: its own idea of one has another transport."""


def _tools() -> Path | None:
    tools = [shutil.which(name) for name in ("wsimport", "javac", "java")]
    return Path(str(tools[0])) if all(tools) and Path("/usr/share/jaxws/lib").is_dir() else None


def _class_path(*first: str) -> str:
    folders = ("/usr/share/jaxws/lib", "/usr/share/java")
    return ":".join([*first, *(str(jar) for folder in folders for jar in sorted(Path(folder).glob("*.jar")))])


@pytest.mark.parametrize("question", ["wsdl", "singleWsdl"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_generated_client_plays_the_scenario(
    gateway: ServedGateway, version: SoapVersion, question: str, tmp_path: Path
) -> None:
    find_or_skip("JAX-WS", "jaxws libjaxws-java default-jdk-headless", _tools)
    extension = ["-extension"] if version is SOAP12 else []
    for address in addresses(gateway, version):
        command = [
            "wsimport",
            *extension,
            "-keep",
            "-Xnocompile",
            "-XadditionalHeaders",
            "-s",
            ".",
            f"{address}?{question}",
        ]
        run(command, tmp_path, NON_STANDARD if version is SOAP12 else NOTHING)
    sources = [str(source.relative_to(tmp_path)) for source in tmp_path.rglob("*.java")]
    run(
        ["javac", "-encoding", "UTF-8", "-cp", _class_path(), "-d", "classes", *sources, str(SOURCE)],
        tmp_path,
        r"\.java",
    )
    # The reference implementation reaches into java.lang to define classes, which Java 17 asks to be allowed.
    java = ["java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Dfile.encoding=UTF-8"]
    play([*java, "-cp", _class_path("classes"), "Till"], gateway, version, f"jaxws-{question}", tmp_path)
