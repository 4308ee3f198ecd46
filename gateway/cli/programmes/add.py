"""`loyalty-gateway programmes add`."""

from datetime import timedelta
from typing import Any

import click

from domain.programmes.programme import LateOverspend, ProgrammeRules
from domain.programmes.programme_records import ProgrammeDraft
from gateway.cli._administration import administration, json_option
from gateway.cli._output import print_done
from gateway.cli._records import programme_record


@click.command(name="add")
@click.argument("code")
@click.option("--name", required=True, help="What people call it.")
@click.option("--estate", default="main", show_default=True, help="Code of the estate that owns it and its sites.")
@click.option("--currency", default="GBP", show_default=True, help="Currency of its money accounts (ISO 4217).")
@click.option("--country", default="GB", show_default=True, help="Two letters; it rules how postcodes are read.")
@click.option("--time-zone", default="Europe/London", show_default=True, help="Zone of times without offset (IANA).")
@click.option("--points-precision", default=0, show_default=True, help="Decimal places of points, 0 to 4.")
@click.option("--hold-lifetime-hours", default=360, show_default=True, help="How long a hold lasts that does not say.")
@click.option("--id-reuse-window-hours", default=24, show_default=True, help="How far apart true resends may be dated.")
@click.option("--late-after-minutes", default=60, show_default=True, help="How old an update is that counts as late.")
@click.option(
    "--late-overspend",
    type=click.Choice([each.value for each in LateOverspend]),
    default=LateOverspend.REFUSE.value,
    show_default=True,
    help="What becomes of a late sale that the account does not cover.",
)
@click.option(
    "--reversal-may-pass-floor/--no-reversal-may-pass-floor",
    default=True,
    show_default=True,
    help="Whether taking a sale back may overdraw the account.",
)
@click.option(
    "--money-in-smallest-unit/--no-money-in-smallest-unit",
    default=True,
    show_default=True,
    help="Whether tills send money as pence and cents (1240 for 12.40).",
)
@json_option
def command(*, code: str, name: str, estate: str, as_json: bool, **options: Any) -> None:
    r"""Add the programme CODE with its rules.

    \b
    Example:
      loyalty-gateway programmes add LOYALTY_UK --name "Loyalty UK" --currency GBP
    """
    place = {each: options.pop(each) for each in ("currency", "country", "time_zone")}
    rules = ProgrammeRules(
        hold_lifetime=timedelta(hours=options.pop("hold_lifetime_hours")),
        id_reuse_window=timedelta(hours=options.pop("id_reuse_window_hours")),
        late_after=timedelta(minutes=options.pop("late_after_minutes")),
        late_overspend=LateOverspend(options.pop("late_overspend")),
        **options,
    )
    with administration() as admin:
        added = admin.add_programme(ProgrammeDraft(code, name, estate, rules=rules, **place))
    sentence = f"Added programme {added.code}. Next: sites add, credentials create."
    print_done(sentence, programme_record(added), as_json=as_json)
