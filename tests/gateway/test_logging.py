"""Log lines: JSON, one correlation id, and exceptions without their text."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from domain.errors import StoreUnavailable
from gateway.http.call import Call, current_call
from gateway.logging import configure_logging


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Logging to memory; gives the lines written so far."""
    stream = io.StringIO()
    configure_logging("info", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    configure_logging("info")


def test_lines_of_both_kinds_of_loggers_look_alike(lines: Any) -> None:
    structlog.get_logger("a").info("said", count=1)
    logging.getLogger("b").warning("told %s", "it", extra={"count": 2})
    own, foreign = lines()
    assert (own["event"], own["level"], own["count"]) == ("said", "info", 1)
    assert (foreign["event"], foreign["level"], foreign["count"], foreign["logger"]) == ("told it", "warning", 2, "b")
    assert own["timestamp"] <= foreign["timestamp"]


def test_lines_below_the_level_are_not_written(lines: Any) -> None:
    structlog.get_logger("a").debug("said")
    logging.getLogger("b").debug("told")
    assert lines() == []


def test_lines_carry_the_id_of_the_call_in_hand(lines: Any) -> None:
    token = current_call.set(Call("till-7-42", is_secure=True))
    structlog.get_logger("a").info("said")
    logging.getLogger("b").info("told")
    current_call.reset(token)
    structlog.get_logger("a").info("said outside")
    first, second, outside = lines()
    assert first["correlation_id"] == second["correlation_id"] == "till-7-42"
    assert "correlation_id" not in outside


def fail() -> None:
    secret = "canary"
    try:
        open("/no/such/canary").close()
    except OSError as error:
        raise StoreUnavailable(f"canary {secret}") from error


@pytest.mark.parametrize("logger", [structlog.get_logger("a"), logging.getLogger("b")], ids=["own", "foreign"])
def test_an_exception_is_told_by_type_and_place_and_never_by_its_text(lines: Any, logger: Any) -> None:
    try:
        fail()
    except StoreUnavailable as error:
        logger.warning("failure", exc_info=error)
        logger.exception("failure")
    for line in lines():
        outer, inner = line["error"]
        assert outer["type"] == "domain.errors.StoreUnavailable"
        assert "test_logging.py" in outer["at"][0]
        assert outer["at"][0].endswith(" fail")
        assert (inner["type"], inner["strerror"]) == ("builtins.FileNotFoundError", "No such file or directory")
        assert "canary" not in json.dumps(line)


def test_a_warning_is_a_line_too(lines: Any) -> None:
    logging.getLogger("py.warnings").warning("%s", "old")
    assert lines()[0]["level"] == "warning"


def test_a_value_with_line_breaks_stays_one_line(lines: Any) -> None:
    structlog.get_logger("a").info("said", text='one\ntwo","level":"fatal')
    (line,) = lines()
    assert (line["level"], line["text"]) == ("info", 'one\ntwo","level":"fatal')


def test_lines_go_to_standard_error_as_it_is_when_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    configure_logging("info")
    logger = structlog.get_logger("a")
    for _ in range(2):
        with io.StringIO() as stream:
            monkeypatch.setattr(sys, "stderr", stream)
            logger.info("said")
            logging.getLogger("b").info("told")
            assert stream.getvalue().count("\n") == 2


def test_a_logger_that_has_written_follows_to_the_next_stream(lines: Any) -> None:
    logger = structlog.get_logger("a")
    logger.info("said")
    with io.StringIO() as stream:
        configure_logging("info", stream)
        logger.info("said again")
        assert "said again" in stream.getvalue()
    assert len(lines()) == 1
