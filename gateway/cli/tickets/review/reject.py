"""`loyalty-gateway tickets review reject`."""

import click

from gateway.cli._administration import administration, json_option, programme_option, user
from gateway.cli._output import print_done
from gateway.cli._records import ticket_record


@click.command(name="reject")
@click.argument("ticket_id")
@click.option("--reason", required=True, help="Why; it is kept, and told on the receipt.")
@programme_option
@json_option
def command(*, ticket_id: str, reason: str, programme_code: str, as_json: bool) -> None:
    r"""Let the ticket TICKET_ID earn nothing, for good.

    \b
    Example:
      loyalty-gateway tickets review reject 4711 --reason "card shared by the staff"
    """
    with administration() as admin:
        receipt = admin.reject_ticket.reject(admin.find_programme(programme_code), ticket_id, reason, user())
    done = "Had been rejected before" if receipt.is_replay else "Rejected"
    print_done(f"{done}: ticket {receipt.ticket_id} earns nothing.", ticket_record(receipt), as_json=as_json)
