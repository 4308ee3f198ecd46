"""`loyalty-gateway credentials list`: which credentials there are."""

from datetime import datetime

import click

from domain.identity.credential import Credential
from domain.identity.issue_token import format_scope
from domain.identity.list_credentials import ListCredentials
from gateway.cli._administration import json_option
from gateway.cli._opened import opened_gateway
from gateway.cli._output import Record, print_table


@click.command(name="list")
@click.option("--programme", "programme_code", default="", help="Only those of the programme with this code.")
@json_option
def command(*, programme_code: str, as_json: bool) -> None:
    r"""List credentials, revoked ones too, without anything of their secrets.

    \b
    Examples:
      loyalty-gateway credentials list
      loyalty-gateway credentials list --programme CLUB --json
    """
    with opened_gateway() as gateway:
        programmes = gateway.identity.programmes
        listed = ListCredentials(gateway.identity.records, programmes)(programme_code)
        known = {each: programmes.by_id(each) for each in {credential.programme_id for credential in listed}}
        codes = {number: found.code if found else str(number) for number, found in known.items()}
        now = gateway.clock.now()
    print_table([_record(each, codes[each.programme_id], now) for each in listed], as_json=as_json)


def _record(credential: Credential, programme_code: str, now: datetime) -> Record:
    scope = credential.scope
    has_old = len(credential.secrets_at(now)) > 1
    return {
        "name": credential.name,
        "programme": programme_code,
        "status": "REVOKED" if credential.revoked_at else "ACTIVE",
        "operations": format_scope(scope.operations),
        "sites": "all" if scope.sites is None else " ".join(sorted(scope.sites)),
        "default_site": scope.default_site,
        "default_device": scope.default_device,
        "digest": credential.allows_digest,
        "demo": credential.is_demo,
        "created_at": _time(credential.created_at),
        "rotated_at": _time(credential.rotated_at),
        "old_secret_until": _time(credential.previous_until) if has_old else "",
        "revoked_at": _time(credential.revoked_at),
    }


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""
