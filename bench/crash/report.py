"""What a part of the crash test has seen."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

Advance = Callable[[str, int, int], None]


@dataclass(slots=True)
class Report:
    """One part: what was done, in figures, and what was wrong. It holds where nothing was."""

    name: str
    figures: dict[str, int | str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def end(self) -> "Report":
        """Take the time."""
        self.seconds = time.monotonic() - self.began
        return self

    def __str__(self) -> str:
        figures = ", ".join(
            f"{what} {count:,}" if isinstance(count, int) else f"{what} {count}" for what, count in self.figures.items()
        )
        verdict = "holds" if not self.faults else f"BROKEN in {len(self.faults)} places"
        lines = [f"{self.name}: {verdict} ({figures}; {self.seconds:.0f} s)"]
        return "\n  ".join(lines + self.faults[:20])
