"""Where a call comes from: site, device and operator, by the message, else the header, else the credential."""

from typing import NamedTuple

from domain.errors import NotAllowed
from domain.identity.caller import Caller
from domain.status import Status


class Origin(NamedTuple):
    """Site code, device id and the till's operator, each empty where not said; the operator never authorises."""

    site: str = ""
    device: str = ""
    operator: str = ""


NOWHERE = Origin()


def resolve_origin(caller: Caller, message: Origin, header: Origin) -> Origin:
    """The call's origin: message before header before the credential's default.

    Raises `NotAllowed` where the site is outside the credential's scope, or is blocked or closed.
    """
    site = message.site or header.site or caller.default_site
    if caller.sites is not None and site not in caller.sites:
        raise NotAllowed("These credentials do not serve this site; send one of their sites as locationId.")
    known = caller.programme.sites.get(site)
    if known and known.status is not Status.ACTIVE:
        raise NotAllowed(f"This site is {known.status.lower()}; ask those who run the loyalty programme.")
    return Origin(
        site=site,
        device=message.device or header.device or caller.default_device,
        operator=message.operator or header.operator,
    )
