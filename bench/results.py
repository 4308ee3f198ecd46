"""Keeping figures: a JSON file with every round, and a Markdown page with the table and the command beside it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")


def page_of(title: str, command: str, machine: Mapping[str, str], text: str) -> str:
    """The Markdown page: what was run, on what, and what came out."""
    facts = ", ".join(f"{name} {value}" for name, value in machine.items() if name != "date")
    return f"# {title}\n\n    {command}\n\n{machine['date']}, on: {facts}.\n\n{text}\n"


def keep(
    name: str,
    title: str,
    command: str,
    machine: Mapping[str, str],
    text: str,
    rounds: Any,
    *,
    folder: Path = RESULTS,
    is_committed: bool,
) -> Path:
    """Write NAME.json and NAME.md, in place of those of an earlier run; returns the path of the page.

    They go to `folder` where they are to be committed, else to `latest` in it, which git ignores.
    """
    place = folder if is_committed else folder / "latest"
    place.mkdir(parents=True, exist_ok=True)
    kept = {"command": command, "machine": dict(machine), "rounds": rounds}
    (place / f"{name}.json").write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    page = place / f"{name}.md"
    page.write_text(page_of(title, command, machine, text), encoding="utf-8")
    return page
