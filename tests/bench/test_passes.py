"""The worker's passes are measured on books that are right at the end."""

from pathlib import Path

from bench.passes.command import measure, table_of
from bench.updates.books_world import prepared_store


def test_passes_of_two_sizes_are_measured_and_proven(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bench.sqlite3'}"
    with prepared_store(url) as store:
        measured = measure(store, url, 60, 1, [1, 20])
    assert [(each.name, each.together) for each in measured] == [
        ("announce", 1),
        ("announce", 20),
        ("list", 1),
        ("list", 256),
        ("expire", 1),
        ("expire", 20),
    ]
    assert "| expire   |       20 |" in table_of(measured)
