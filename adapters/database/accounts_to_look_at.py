"""Which accounts of a programme a worker has to look at: what several statements find, one after the other."""

from collections.abc import Iterator, Sequence

from adapters.database.reading import Reader


def accounts_to_look_at(
    reader: Reader, programme_id: int, asked: Sequence[tuple[str, Sequence[int]]], limit: int
) -> Iterator[list[int]]:
    """The ids that each of these statements finds, with the values beside it; `limit` of all at the most.

    A statement takes the programme first and the number of rows last. It is asked when those before it have been looked
    at, so one that finds what is left of an account does not find it again.
    """
    for statement, values in asked:
        rows = reader.rows(statement, (programme_id, *values, limit)) if limit else []
        limit -= len(rows)
        yield [row[0] for row in rows]
