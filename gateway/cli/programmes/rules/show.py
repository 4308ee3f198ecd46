"""`loyalty-gateway programmes rules show`."""

import click

from domain.errors import InvalidInput
from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_json, print_table
from gateway.cli._records import rules_record


@click.command(name="show")
@click.argument("version", type=int, required=False)
@programme_option
@json_option
def command(*, version: int | None, programme_code: str, as_json: bool) -> None:
    r"""List the versions of the rules by which purchases earn; with VERSION, print it as `rules set` takes it.

    \b
    Examples:
      loyalty-gateway programmes rules show
      loyalty-gateway programmes rules show 2 > rules.json
    """
    with administration() as admin:
        versions = admin.earning_rules.list(admin.find_programme(programme_code))
    if version is None:
        names = ("version", "valid_from", "set_at", "rules", "expiry")
        print_table([{name: rules_record(each)[name] for name in names} for each in versions], as_json=as_json)
        return
    chosen = next((each for each in versions if each.version == version), None)
    if chosen is None:
        known = ", ".join(str(each.version) for each in reversed(versions)) or "none"
        raise InvalidInput(f"There is no version {version} of the rules; there are: {known}.", field="version")
    print_json(rules_record(chosen)["form"])
