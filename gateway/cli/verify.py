"""`loyalty-gateway verify`."""

import time
from typing import Any

import click

from domain.verification.finding import Finding
from domain.verification.verify_books import Verified
from gateway.cli._administration import administration, json_option
from gateway.cli._output import print_json
from gateway.cli._progress import progress_bar


@click.command(name="verify")
@click.option("--show", default=50, show_default=True, help="How many wrong rows to print; all are counted.")
@json_option
def command(*, show: int, as_json: bool) -> None:
    r"""Prove the books: hold every row of the ledger to what it must be, in one snapshot, changing nothing.

    Looked at: each account's balance against its entries; sequences without a gap; the chain of hashes, which finds
    any changed byte of an entry, of its movement and of an account's head; keys, holds, remainders and outbox events
    against movements, tickets and changes of tiers; and by the seals that are written with them accounts, refusals, tickets,
    lots, reviews and standings. Writers are not held up. A million entries take less than a minute.

    The exit code is 0 where everything is right, and 1 where a row is wrong: its table, key and fault are printed.
    A changed byte that verify finds is no accident of the gateway: compare with the newest backup that verifies.

    \b
    Examples:
      loyalty-gateway verify
      loyalty-gateway verify --json
    """
    findings: list[Finding] = []

    def tell(finding: Finding) -> None:
        if len(findings) < show:
            findings.append(finding)

    began = time.monotonic()
    with administration() as admin, progress_bar() as advance:
        verified = admin.verify_books(tell, advance)
    seconds = time.monotonic() - began
    if as_json:
        print_json(_record(verified, findings, seconds))
    else:
        for finding in findings:
            click.echo(f"WRONG  {finding}")
        click.echo(_told(verified, len(findings), seconds))
    if verified.wrong:
        raise SystemExit(1)


def _told(verified: Verified, shown: int, seconds: float) -> str:
    counts = verified.counts
    looked = (
        f"{counts.accounts:,} accounts, {counts.entries:,} entries, {counts.keys:,} keys, {counts.holds:,} holds and "
        f"{counts.events:,} events in {seconds:.1f} s"
    )
    if not verified.wrong:
        return f"The books are right: {looked}."
    more = f" ({verified.wrong - shown:,} of them not shown)" if verified.wrong > shown else ""
    return f"The books are WRONG: {verified.wrong:,} faults{more}, in {looked}."


def _record(verified: Verified, findings: list[Finding], seconds: float) -> dict[str, Any]:
    return {
        "right": not verified.wrong,
        "wrong": verified.wrong,
        "seconds": round(seconds, 3),
        **verified.counts._asdict(),
        "findings": [{"table": each.table, "row": each.row, "sentence": each.sentence} for each in findings],
    }
