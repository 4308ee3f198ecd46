"""What the administration commands share: the open administration, and the options that all of them take."""

import getpass
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from domain.accounts.account import AccountType
from domain.accounts.account_form import account_type
from gateway.administration import Administration, open_administration
from gateway.files.columns import Column
from gateway.settings import read_settings

Command = TypeVar("Command", bound=Callable[..., Any])

programme_option = click.option(
    "--programme", "programme_code", default="", help="Code of the programme; needed only where there are several."
)
group_option = click.option(
    "--group", "groups", multiple=True, help="Code of a group that the customer is in; give it once for each group."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs to read.")


@contextmanager
def administration() -> Iterator[Administration]:
    """The administration of the database that the environment names."""
    with open_administration(read_settings()) as opened:
        yield opened


def user() -> str:
    """Who works here, as the system says; empty where it has no name for them, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def column_options(columns: Iterable[Column], *names: str) -> Callable[[Command], Command]:
    """An option for each of these columns, as text; None where it is not given."""
    says = {column.name: column.says for column in columns}

    def decorate(command: Command) -> Command:
        for name in reversed(names):
            option = click.option(f"--{name.replace('_', '-').removesuffix('-number')}", name, help=says[name])
            command = option(command)
        return command

    return decorate


def given(options: dict[str, str | None]) -> dict[str, str]:
    """The options that were given."""
    return {name: text for name, text in options.items() if text is not None}


class AccountTypeParameter(click.ParamType[AccountType]):
    """An account type by its name on the wire, or in short: loyalty, deposit, credit, employee, credit-note, spend."""

    name = "type"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> AccountType:
        """The account type; raises `InvalidInput` that names those there are."""
        del param, ctx
        return value if isinstance(value, AccountType) else account_type(value)
