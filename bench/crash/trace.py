"""Reading what strace wrote: writes to the database's files, syncs, and answers that left, in the order they happened."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CALLS = "pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate"
OPTIONS = ("-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}")
"""Of strace: threads too, paths of descriptors, all bytes in hexadecimal."""

_CALL = re.compile(r"^(?P<thread>\d+) +(?P<name>\w+)\(\d+<(?P<path>[^>]*)>(?:, )?(?P<rest>.*)$")
_RESUMED = re.compile(r"^(?P<thread>\d+) +<\.\.\. (?:fsync|fdatasync) resumed>.*\) += (?P<result>-?\d+)")
_WRITE = re.compile(r'^"(?P<data>(?:\\x[0-9a-f]{2})*)", (?P<size>\d+), (?P<offset>\d+)')
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_RESULT = re.compile(r"\) += (-?\d+)")
_NUMBER = re.compile(r"\d+")
_SYNCS = ("fsync", "fdatasync")
_ANSWER = b"HTTP/1.1 200"


@dataclass(frozen=True, slots=True)
class Written:
    """These bytes went into the file of this name at this place."""

    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Synced:
    """All that was written to this file before is on the disk."""

    file: str


@dataclass(frozen=True, slots=True)
class Truncated:
    """The file was cut to this size."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of status 200 began to leave."""


Event = Written | Synced | Truncated | Answered


def read_trace(lines: Iterable[str], database: str) -> Iterator[Event]:
    """What happened to the database of this file name, and the answers.

    A write and an answer count from their beginning, a sync when it has ended well.
    """
    syncing: dict[str, str] = {}
    for line in lines:
        resumed, call = _RESUMED.match(line), _CALL.match(line)
        if resumed:
            file = syncing.pop(resumed["thread"], "")
            if file and resumed["result"] == "0":
                yield Synced(file)
        elif call:
            path = _bytes(call["path"]).decode(errors="replace") if "\\x" in call["path"] else call["path"]
            name = path.rpartition("/")[2]
            if path.startswith("socket:") and _begins_answer(call["rest"]):
                yield Answered()
            elif name in {database, f"{database}-wal"}:
                if "<unfinished" in line and call["name"] in _SYNCS:
                    syncing[call["thread"]] = name
                else:
                    yield from _change(call["name"], name, call["rest"])


def _change(call: str, file: str, rest: str) -> Iterator[Event]:
    if call == "ftruncate":
        yield Truncated(file, int(_NUMBER.findall(rest)[0]))
    elif call == "pwrite64":
        written = _WRITE.match(rest)
        if written is None:
            raise ValueError(f"strace wrote a line that can't be read: {rest[:200]}")
        yield Written(file, int(written["offset"]), _bytes(written["data"]))
    elif call in _SYNCS and (result := _RESULT.search(rest)) and result[1] == "0":
        yield Synced(file)


def _begins_answer(rest: str) -> bool:
    first = _TEXT.search(rest[: 40 + 8 * len(_ANSWER)] + '"')
    return first is not None and _bytes(first[1]).startswith(_ANSWER)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
