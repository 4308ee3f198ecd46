"""`loyalty-gateway till-guide`: what each answer means to a till."""

import click

from gateway.till_guide import till_guide


@click.command(name="till-guide")
def command() -> None:
    r"""Print the page for those who program tills: every answer, and what to do next.

    \b
    Example:
      loyalty-gateway till-guide > docs/till-guide.md
    """
    click.echo(till_guide(), nl=False)
