"""What a check found."""

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How it is with what was looked at; the value is what the terminal says."""

    WELL = "ok"
    CARE = "care"
    ILL = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what was looked at, how it is, and what to change where something is not right."""

    subject: str
    verdict: Verdict
    sentence: str


def well(subject: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(subject, Verdict.WELL, sentence)


def care(subject: str, sentence: str) -> Finding:
    """It works, but somebody should know."""
    return Finding(subject, Verdict.CARE, sentence)


def ill(subject: str, sentence: str) -> Finding:
    """It does not work, or must not stay so."""
    return Finding(subject, Verdict.ILL, sentence)
