"""The table of a replayed year."""

from dataclasses import dataclass

from bench.table import markdown_table

HEADINGS = (
    "form",
    "tickets",
    "lines",
    "tickets per second",
    "us per ticket",
    "us per line",
    "our CPU us per ticket",
    "gateway / it",
)


@dataclass(frozen=True, slots=True)
class Timed:
    """How long so many tickets with so many lines took; `cpu_seconds` are the gateway's own, 0 where nobody looked."""

    form: str
    tickets: int
    lines: int
    seconds: float
    cpu_seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Tickets per second."""
        return self.tickets / self.seconds


@dataclass(frozen=True, slots=True)
class Replayed:
    """A year on one database: what became of the tickets, and the times; the gateway's first."""

    database: str
    booked: int
    replayed: int
    again: int
    refused: int
    roll_over_seconds: float
    forms: list[Timed]


def table_of(replayed: Replayed) -> str:
    """The table, and a sentence with what became of the tickets."""
    gateway = replayed.forms[0]
    rows = [
        [
            each.form,
            f"{each.tickets:,}",
            f"{each.lines:,}",
            f"{each.per_second:,.0f}",
            f"{1e6 / each.per_second:,.0f}",
            f"{each.seconds / each.lines * 1e6:,.0f}",
            f"{each.cpu_seconds / each.tickets * 1e6:,.0f}" if each.cpu_seconds else "",
            "" if each is gateway else f"{gateway.per_second / each.per_second:.2f}",
        ]
        for each in replayed.forms
    ]
    told = (
        f"{replayed.booked:,} tickets were booked; {replayed.replayed:,} came a second time and got their first answer, "
        f"{replayed.again:,} came before their original and were sent again, {replayed.refused:,} returns were refused as "
        f"their line was back already. Rolling over what was due took {replayed.roll_over_seconds:,.0f} s, and `verify` "
        "found nothing."
    )
    return f"{markdown_table(HEADINGS, rows)}\n\n{told}"
