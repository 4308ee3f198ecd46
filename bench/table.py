"""Tables that read well on a terminal and are Markdown at the same time."""

from collections.abc import Sequence

from bench.statistics import Spread


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with its columns aligned: the first to the left, the others to the right."""
    if any(len(row) != len(headings) for row in rows):
        raise ValueError("every row has as many cells as there are headings")
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in [headings, rule, *rows])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    aligned = [cells[0].ljust(widths[0])]
    aligned += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return f"| {' | '.join(aligned)} |"


def whole(spread: Spread) -> str:
    """A rate with its lowest and highest round: `12,345 (11,000-13,000)`."""
    return f"{spread.median:,.0f} ({spread.low:,.0f}-{spread.high:,.0f})"


def ratio(spread: Spread) -> str:
    """A ratio with its lowest and highest round: `0.62 (0.58-0.66)`."""
    return f"{spread.median:.2f} ({spread.low:.2f}-{spread.high:.2f})"
