"""A real browser without a window, driven by the DevTools protocol over two pipes; when they close, it ends."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.services.missing import find_or_skip

FLAGS = (
    "--headless",
    "--no-sandbox",  # as root it has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_END = b"\0"


class Tab:
    """One tab. What it tells of `errors` and `requests` is since it was last told to open an address."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._count = 0
        self._rest = b""
        self._session = ""
        self._events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    @property
    def errors(self) -> list[str]:
        """Errors of the console, exceptions of scripts, and requests that failed."""
        bad = {"Runtime.exceptionThrown", "Network.loadingFailed"}
        return [
            json.dumps(event["params"])
            for event in self._events
            if event["method"] in bad
            or (event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] in {"error", "warning"})
            or (event["method"] == "Runtime.consoleAPICalled" and event["params"]["type"] in {"error", "warning"})
        ]

    @property
    def requests(self) -> list[str]:
        """The addresses that it has asked for."""
        sent = (event for event in self._events if event["method"] == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in sent]

    def open(self, url: str) -> None:
        """Go to an address and wait until it is loaded."""
        self._events.clear()
        self.call("Page.navigate", url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._events.append(self._read())

    def says(self, expression: str) -> Any:
        """The value of an expression of JavaScript, evaluated as if a person had just pressed a key."""
        result = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, userGesture=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the protocol; gives its result."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + _END)
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            if "method" in answer:
                self._events.append(answer)

    def _read(self) -> dict[str, Any]:
        while _END not in self._rest:
            part = os.read(self._answers, 1 << 16)
            assert part, "the browser has ended"
            self._rest += part
        text, _, self._rest = self._rest.partition(_END)
        message: dict[str, Any] = json.loads(text)
        return message


@contextmanager
def browser(profile: Path, *flags: str) -> Iterator[Tab]:
    """Chromium with a new profile in this folder, and one tab."""
    program = find_or_skip("Chromium", "chromium", _chromium)
    commands_pipe, answers_pipe = os.pipe(), os.pipe()
    commands, answers = commands_pipe[1], answers_pipe[0]
    # Chromium reads commands from file 3 and writes answers to file 4, so its ends must not have these numbers before.
    their_commands, their_answers = (_moved(each) for each in (commands_pipe[0], answers_pipe[1]))
    start = f'exec "$0" "$@" 3<&{their_commands} 4>&{their_answers} 2>/dev/null'
    process = subprocess.Popen(
        ["/bin/bash", "-c", start, str(program), *FLAGS, f"--user-data-dir={profile}", *flags],
        pass_fds=(their_commands, their_answers),
        stdout=subprocess.DEVNULL,
    )
    os.close(their_commands)
    os.close(their_answers)
    try:
        yield Tab(commands, answers)
    finally:
        os.close(commands)
        process.kill()
        process.wait()
        os.close(answers)


def _moved(descriptor: int) -> int:
    """The same file under a number from 10 on."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10)
    os.close(descriptor)
    return moved


def _chromium() -> Path | None:
    found = shutil.which("chromium")
    return Path(found) if found else None
