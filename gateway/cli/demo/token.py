"""`loyalty-gateway demo token`: an id_token for a demo customer."""

from datetime import timedelta

import click

from domain.clock import SystemClock
from domain.text import clean_identifier
from gateway.demo_issuer import issue_demo_token
from gateway.settings import read_settings
from gateway.start_refused import StartRefused


@click.command(name="token")
@click.option("--customer", required=True, help="Number of the customer whose token it is.")
@click.option(
    "--minutes", default=60, show_default=True, type=click.IntRange(1, 1440), help="How long the token is good for."
)
def command(*, customer: str, minutes: int) -> None:
    r"""Print an id_token for a customer of the demo, made offline with the demo's own key.

    A gateway on loopback with the same DATA_DIRECTORY trusts it; no other one does.

    \b
    Example:
      curl -H "id_token: $(loyalty-gateway demo token --customer 100)" http://127.0.0.1:8080/WebRestApi/rest/loyalty
    """
    settings = read_settings()
    if not settings.is_on_loopback:
        raise StartRefused("Demo tokens are for a gateway on loopback; nobody else trusts them.")
    number = clean_identifier(customer, "customer")
    click.echo(issue_demo_token(settings, number, SystemClock().now() + timedelta(minutes=minutes)))
