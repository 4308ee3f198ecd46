"""`loyalty-gateway doctor`: what is not right, and what to change."""

from collections.abc import Iterator

import click

from domain.clock import SystemClock
from gateway.doctor.finding import Finding, Verdict, ill, well
from gateway.doctor.settings_checks import check_names, check_public_address, check_secrets, current_environment
from gateway.doctor.store_checks import check_store
from gateway.secrets import with_secrets
from gateway.settings import SettingsError, read_settings
from gateway.start_refused import StartRefused
from gateway.wiring import build_core

_COLOURS = {Verdict.WELL: "green", Verdict.CARE: "yellow", Verdict.ILL: "red"}


@click.command(name="doctor")
def command() -> None:
    r"""Look at settings, secrets, database, migrations, clock, public address and disk, and say what to change.

    Changes nothing but this: on loopback it makes the secrets that are missing, as every command does. The exit code
    is 1 where something is wrong.

    \b
    Examples:
      loyalty-gateway doctor
      DATABASE_URL=postgresql://loyalty@db/loyalty loyalty-gateway doctor
    """
    findings = list(_findings())
    for finding in findings:
        mark = click.style(f"{finding.verdict.value:<6}", fg=_COLOURS[finding.verdict])
        click.echo(f"{mark} {finding.subject:<15} {finding.sentence}")
    if any(finding.verdict is Verdict.ILL for finding in findings):
        raise SystemExit(1)


def _findings() -> Iterator[Finding]:
    yield from check_names(current_environment())
    try:
        settings = read_settings()
    except SettingsError as error:
        for name, sentences in error.problems.items():
            yield ill("settings", f"{name}: {' '.join(sentences)}")
        return
    yield well("settings", "All of them can be read.")
    store_findings = list(check_store(settings, SystemClock()))
    yield from store_findings
    yield from check_public_address(settings)
    try:
        settings = with_secrets(settings)
        yield from check_secrets(settings)
        if not any(finding.verdict is Verdict.ILL for finding in store_findings):
            build_core(settings).close()
    except StartRefused as refused:
        yield ill("start", str(refused))
