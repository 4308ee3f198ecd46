"""`loyalty-gateway tickets review approve`."""

import click

from domain.amounts import format_plain
from gateway.cli._administration import administration, json_option, programme_option, user
from gateway.cli._output import print_done
from gateway.cli._records import ticket_record


@click.command(name="approve")
@click.argument("ticket_id")
@programme_option
@json_option
def command(*, ticket_id: str, programme_code: str, as_json: bool) -> None:
    r"""Give the ticket TICKET_ID its points, by the rules of its own time, less what came back since; once.

    \b
    Example:
      loyalty-gateway tickets review approve 4711
    """
    with administration() as admin:
        receipt = admin.approve_ticket.approve(admin.find_programme(programme_code), ticket_id, user())
    done = "Had been approved before" if receipt.is_replay else "Approved"
    earned = format_plain(receipt.earned)
    print_done(f"{done}: ticket {receipt.ticket_id} earned {earned} points.", ticket_record(receipt), as_json=as_json)
