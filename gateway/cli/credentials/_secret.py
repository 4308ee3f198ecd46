"""How secrets come in and go out: never by the command line, where every user of the machine can read them."""

import sys

import click

from domain.identity.secret_maker import ShownCredential


def ask_for_secret() -> str:
    """The secret that a person types twice and does not see; or, where nobody types, the first line of the input."""
    if sys.stdin.isatty():
        typed: str = click.prompt("Secret", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def show(shown: ShownCredential, said: str, *, is_generated: bool) -> None:
    """Say what was done, and give a generated secret alone on the output, so that a script can take it."""
    click.echo(said, err=True)
    if is_generated:
        click.echo("Its secret is shown this once:", err=True)
        click.echo(shown.secret)
