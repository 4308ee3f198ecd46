"""Printing records for people, and as JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

Record = Mapping[str, Any]
"""Names and values; a list of records is shown as a table below, a tuple of texts in one line."""


def print_json(value: Any) -> None:
    """Print as JSON, in ASCII, so that any terminal and program can read it."""
    click.echo(json.dumps(value, indent=2))


def print_done(sentence: str, record: Record, *, as_json: bool) -> None:
    """Say what was done, or print its record."""
    if as_json:
        print_json(record)
    else:
        click.echo(sentence)


def print_record(record: Record, *, as_json: bool) -> None:
    """Print one record, a line per value that is not empty."""
    if as_json:
        print_json(record)
        return
    plain = {name: value for name, value in record.items() if not isinstance(value, list) and _text(value)}
    width = max(map(len, plain), default=0)
    for name, value in plain.items():
        click.echo(f"{name:<{width}}  {_text(value)}")
    for name, value in record.items():
        if isinstance(value, list):
            click.echo(f"\n{name}:" if value else f"\n{name}: none")
            print_table(value, as_json=False, indent="  ")


def print_table(records: Sequence[Record], *, as_json: bool, indent: str = "") -> None:
    """Print records below each other, a column per name; columns in which nothing stands are left out."""
    if as_json:
        print_json(list(records))
        return
    names = [name for name in (records[0] if records else ()) if any(_text(record[name]) for record in records)]
    widths = {name: max(len(name), *(len(_text(record[name])) for record in records)) for name in names}
    for record in ({name: name for name in names}, *records) if names else ():
        cells = (f"{_text(record[name]):<{widths[name]}}" for name in names)
        click.echo(indent + "  ".join(cells).rstrip())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value)
