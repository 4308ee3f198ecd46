"""`loyalty-gateway credentials list`: which credentials there are."""

import csv
import sys
from datetime import datetime

import click

from domain.identity.credential import Credential
from domain.identity.issue_token import format_scope
from domain.identity.list_credentials import ListCredentials
from gateway.cli._opened import opened_gateway

_HEADINGS = ("name", "programme", "state", "operations", "sites", "kinds", "created", "rotated", "old secret until")


@click.command(name="list")
@click.option("--programme", default="", help="Only those of the programme with this code.")
def command(*, programme: str) -> None:
    r"""List credentials as CSV, revoked ones too, without their secrets. Times are UTC.

    \b
    Examples:
      loyalty-gateway credentials list
      loyalty-gateway credentials list --programme CLUB | column -s, -t
    """
    with opened_gateway() as gateway:
        programmes = gateway.identity.programmes
        listed = ListCredentials(gateway.identity.records, programmes)(programme)
        known = {each: programmes.by_id(each) for each in {credential.programme_id for credential in listed}}
        codes = {number: found.code if found else str(number) for number, found in known.items()}
        lines = [_line(credential, codes[credential.programme_id], gateway.clock.now()) for credential in listed]
    csv.writer(sys.stdout, lineterminator="\n").writerows([_HEADINGS, *lines])


def _line(credential: Credential, programme: str, now: datetime) -> tuple[str, ...]:
    scope = credential.scope
    kinds = ["digest"] if credential.allows_digest else []
    kinds += ["demo"] if credential.is_demo else []
    has_old = len(credential.secrets_at(now)) > 1
    return (
        credential.name,
        programme,
        f"revoked {_time(credential.revoked_at)}" if credential.revoked_at else "active",
        format_scope(scope.operations),
        "all" if scope.sites is None else " ".join(sorted(scope.sites)),
        " ".join(kinds),
        _time(credential.created_at),
        _time(credential.rotated_at),
        _time(credential.previous_until) if has_old else "",
    )


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""
