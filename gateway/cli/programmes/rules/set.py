"""`loyalty-gateway programmes rules set`."""

from datetime import datetime
from typing import TextIO

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done
from gateway.cli._records import rules_record


@click.command(name="set")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option(
    "--from",
    "valid_from",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    help="Since when purchases are judged by them, in the programme's time zone; now where not given.",
)
@programme_option
@json_option
def command(*, file: TextIO, valid_from: datetime | None, programme_code: str, as_json: bool) -> None:
    r"""Set what purchases earn, from FILE (JSON; - reads it from the terminal) as the programme's next version.

    Versions are never changed: a purchase is judged by the rules of its own time. The first version may reach back, a
    later one may not. Amounts are in the programme's currency.

    Tiers: "entry" points lead to a level, which "lasts" for-ever, to the end-of-next-year or some months; "keep" points keep
    it when it ends (as many as to enter where not given). Whoever has fewer falls: to-points (the level that they reach) or
    one-level. "pointsEnd" says when the points go back to zero: never, each-year or with-tier.

    \b
    Examples:
      loyalty-gateway programmes rules set rules.json
      loyalty-gateway programmes rules set rules.json --from 2026-12-01
    \b
    A file with all that there is:
      {"earn": [
         {"name": "base", "points": "1", "perAmount": "1.00", "tierMultipliers": {"GOLD": "1.5"}},
         {"name": "coffee mornings", "points": "10", "items": ["COFFEE"], "categories": ["DRINKS"],
          "sites": ["0001"], "from": "2026-12-01", "until": "2026-12-24",
          "weekdays": ["mon", "tue"], "hours": "08:00-12:00"}],
       "exclude": {"items": ["GIFT-CARD"], "categories": ["TOBACCO"]},
       "rounding": "down", "minimumSpend": "5.00", "capPerDay": "500", "escrowDays": 30,
       "earnOnWithdrawals": false, "velocity": {"ticketsPerHour": 5, "pointsPerHour": "2000"},
       "tiers": {"system": "ACME Tier System", "pointsEnd": "each-year", "fall": "one-level", "levels": [
         {"code": "BASE", "name": "Base", "entry": "0"},
         {"code": "SILVER", "name": "Silver", "entry": "2000", "lasts": "end-of-next-year"},
         {"code": "GOLD", "name": "Gold", "entry": "10000", "lasts": "months", "months": 12, "keep": "8000"}]},
       "expiry": {"months": 24, "day": "12-31", "noticeDays": 30}}

    Points live for the months, then to the end of that day; give one of them or both. They keep the rule of the moment
    from which they can be spent; those that were there before the first such rule count from its beginning.
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        added = admin.set_earning_rules(programme, file.read(), valid_from)
    sentence = f"Set rules {added.version} of {programme.code}, valid from {added.valid_from.isoformat()}."
    print_done(sentence, rules_record(added), as_json=as_json)
