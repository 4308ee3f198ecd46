"""Files of points that expire: given out, never taken in."""

from domain.accounts.list_expiring import ExpiringLine
from domain.amounts import format_amount, from_scaled
from gateway.files.columns import Column
from gateway.files.movements import moment

EXPIRING_COLUMNS = (
    Column("account_number", "The loyalty account's id."),
    Column("customer_number", "The account's owner; empty for one of nobody."),
    Column("points", "How many expire then, as of now."),
    Column("last_day", "The last day on which they can be spent, in the programme's time zone."),
    Column("expires_at", "The moment from which they are gone, in UTC."),
    Column("announced_at", "When this was announced, in UTC; empty where it was not yet."),
)


def expiring_row(line: ExpiringLine) -> list[str]:
    """The line as a row of these columns."""
    return [
        line.account_number,
        line.customer_number,
        format_amount(from_scaled(line.expiry.points), line.precision),
        line.last_day.isoformat(),
        moment(line.expiry.expires_at),
        moment(line.announced_at),
    ]
