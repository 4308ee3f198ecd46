"""Paths and the applications that answer them."""

import pytest

from gateway.http.mounts import Mount, Mounts


def nobody(*_: object) -> list[bytes]:
    return []


PAGE, SOAP, DEEPER, REST, NOTHING = (Mount(name, nobody) for name in ("page", "soap", "deeper", "rest", "nothing"))
MOUNTS = Mounts(
    pages={"/": PAGE, "/livez": PAGE},
    folders={
        "/axis2/services": SOAP,
        "/axis2/services/deeper": DEEPER,
        "/Rest": Mount("rest", nobody, keeps_path=True),
    },
    nothing=NOTHING,
)


@pytest.mark.parametrize(
    ("path", "protocol", "script_name", "rest"),
    [
        ("/", "page", "", "/"),
        ("/livez", "page", "", "/livez"),
        ("/livez/", "nothing", "", "/livez/"),
        ("", "nothing", "", ""),
        ("/axis2/services", "soap", "/axis2/services", ""),
        ("/axis2/services/X", "soap", "/axis2/services", "/X"),
        ("/axis2/servicesX", "nothing", "", "/axis2/servicesX"),
        ("/axis2/services/deeper/X", "deeper", "/axis2/services/deeper", "/X"),
        ("/axis2", "nothing", "", "/axis2"),
        ("/Rest/accounts", "rest", "", "/Rest/accounts"),
        ("/rest/accounts", "nothing", "", "/rest/accounts"),
        ("//axis2/services/X", "nothing", "", "//axis2/services/X"),
    ],
)
def test_a_path_finds_its_application(path: str, protocol: str, script_name: str, rest: str) -> None:
    environ = {"PATH_INFO": path, "SCRIPT_NAME": ""}
    assert MOUNTS.find(environ).protocol == protocol
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == (script_name, rest)
