"""No answer before the sync; and the database as a crash could have left it, at each sync and each answer.

A disk holds what was synced; of what was written since, it may hold any part: nothing, some of the writes, a write that
stopped in the middle. Each such image is opened as after a crash, and must hold every update that was answered by then.
"""

import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.database.engine import open_store
from adapters.database.reading import Reader
from bench.crash.reckoning import faults_of
from bench.crash.report import Advance, Report
from bench.crash.trace import Answered, Event, Synced, Truncated, Written, read_trace
from bench.crash.traced import NAME, trace_updates, transaction_id
from bench.crash.world import DEVICE, prepare

SECTOR = 512
_IN_BOOKS = "SELECT transaction_id, moved FROM movement WHERE device = ?"


def check_syncs_and_images(
    strace: Path, folder: Path, advance: Advance, *, updates: int, images: int, planted: str = ""
) -> tuple[Report, Report]:
    """Trace so many updates; check the order of syncs and answers, then so many images."""
    syncs, crashes = Report("Answers after syncs"), Report("Crash images")
    settings = prepare(f"sqlite:///{folder / NAME}", folder)
    trace = trace_updates(strace, settings, folder, updates=updates, planted=planted)
    with trace.open(encoding="ascii", errors="replace") as lines:
        events = list(read_trace(lines, NAME))
    syncs.faults += early_answers(events)
    syncs.figures |= {
        "answers": sum(isinstance(event, Answered) for event in events),
        "syncs": sum(isinstance(event, Synced) for event in events),
        "writes": sum(isinstance(event, Written) for event in events),
    }
    if syncs.figures["answers"] != updates:
        syncs.faults.append(f"{updates} updates were answered, the trace shows {syncs.figures['answers']} answers")
    syncs.end()
    crashes.figures["images"] = images
    for number, (answered, files) in enumerate(_images(events, folder / "before", images)):
        advance(crashes.name, number, images)
        crashes.faults += check_image(files, answered, f"image {number}")
    return syncs, crashes.end()


def early_answers(events: Sequence[Event]) -> list[str]:
    """The answers that left before what they tell of was written and synced."""
    faults, written, unsynced, count = [], False, False, 0
    log = f"{NAME}-wal"
    for event in events:
        if isinstance(event, Written) and event.file == log:
            written = unsynced = True
        elif isinstance(event, Synced) and event.file == log:
            unsynced = False
        elif isinstance(event, Answered):
            if unsynced or not written:
                faults.append(f"answer {count} left {'before the sync' if written else 'with nothing written'}")
            written, count = False, count + 1
    return faults


Files = dict[str, bytes]


@dataclass(slots=True)
class _Disk:
    """What is surely on the disk, and what was written since."""

    synced: dict[str, bytearray] = field(default_factory=dict)
    waiting: list[Written | Truncated] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Go on by this event."""
        if isinstance(event, Written | Truncated):
            self.waiting.append(event)
        elif isinstance(event, Synced):
            for change in self.waiting:
                if change.file == event.file:
                    _apply(self.synced, change)
            self.waiting = [change for change in self.waiting if change.file != event.file]

    def after_crash(self, dice: random.Random) -> Files:
        """One of the states that a crash now could leave."""
        files = {name: bytearray(content) for name, content in self.synced.items()}
        for change in _survivors(self.waiting, dice):
            _apply(files, change)
        return {name: bytes(content) for name, content in files.items()}


def _survivors(waiting: Sequence[Written | Truncated], dice: random.Random) -> list[Written | Truncated]:
    """What of the unsynced changes reached the disk: none, the first few with the last one torn, or any of them."""
    way = dice.randrange(3)
    if way == 0 or not waiting:
        return []
    if way == 1:
        kept = list(waiting[: dice.randrange(len(waiting)) + 1])
        last = kept[-1]
        if isinstance(last, Written):
            kept[-1] = Written(
                last.file, last.offset, last.data[: dice.randrange(len(last.data) // SECTOR + 1) * SECTOR]
            )
        return kept
    kept = [change for change in waiting if dice.randrange(2)]
    dice.shuffle(kept)
    return kept


def _apply(files: dict[str, bytearray], change: Written | Truncated) -> None:
    content = files.setdefault(change.file, bytearray())
    if isinstance(change, Truncated):
        del content[change.size :]
        return
    end = change.offset + len(change.data)
    content.extend(bytes(max(0, end - len(content))))
    content[change.offset : end] = change.data


def _images(events: Sequence[Event], before: Path, count: int) -> Iterator[tuple[int, Files]]:
    """Images at points spread over the run, each with the number of answers that had left by then."""
    dice = random.Random(6)  # noqa: S311 - any crash will do
    disk = _Disk({file.name: bytearray(file.read_bytes()) for file in before.glob(f"{NAME}*") if _is_kept(file)})
    points = [place for place, event in enumerate(events) if isinstance(event, Synced | Answered)]
    wanted: dict[int, int] = {}
    for number in range(count):
        place = points[number * len(points) // count]
        wanted[place] = wanted.get(place, 0) + 1
    answered = 0
    for place, event in enumerate(events):
        answered += isinstance(event, Answered)
        for _ in range(wanted.get(place, 0)):
            # A crash in the middle of a sync: what it syncs may or may not have arrived.
            yield answered, disk.after_crash(dice)
        disk.take(event)


def _is_kept(file: Path) -> bool:
    return not file.name.endswith(("-shm", "-turn"))


def check_image(files: Files, answered: int, name: str) -> list[str]:
    """What is wrong with the database in these files, once it is opened."""
    folder = Path(tempfile.mkdtemp(prefix="loyalty-image-"))
    try:
        for file, content in files.items():
            (folder / file).write_bytes(content)
        store = open_store(f"sqlite:///{folder / NAME}", pool_size=1)
        try:
            found = dict(Reader(store).rows(_IN_BOOKS, (DEVICE,)))
            faults = [f"{name}: {fault}" for fault in faults_of(store)]
        finally:
            store.close()
        faults += [
            f"{name}: {transaction_id(number)} was answered and is lost"
            for number in range(answered)
            if found.get(transaction_id(number)) != (1 + number % 7) * 10_000
        ]
        if len(found) > answered + 1:
            faults.append(f"{name}: {len(found)} updates are in it, of {answered} answered and one in hand")
        return faults
    finally:
        shutil.rmtree(folder, ignore_errors=True)
