"""The hostile documents: those that are listed, those that a seed draws, and those that once broke something."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from tests.wsdl.hostile.document import ANYTHING, Canary, Hostile
from tests.wsdl.hostile.drawn import drawn
from tests.wsdl.hostile.entities import entities
from tests.wsdl.hostile.floods import floods
from tests.wsdl.hostile.harmless import harmless
from tests.wsdl.hostile.lures import lures
from tests.wsdl.hostile.shapes import shapes
from tests.wsdl.hostile.values import values
from wsdl.names import SOAP11, SOAP12

SEEDS = Path(__file__).with_name("seeds")
FIXED_SEED = 1
"""What the documents of every test run are drawn by."""

FIXED_COUNT = 1_200


def documents(canary: Canary, count: int = FIXED_COUNT, seed: int = FIXED_SEED) -> list[Hostile]:
    """So many documents; those that are listed come first, and entities in them point at the canary."""
    families = (entities, floods, shapes, lures, values, harmless)
    listed = chain(kept(), *(family(canary) for family in families))
    return list(islice(chain(listed, drawn(canary, seed)), count))


def kept() -> Iterator[Hostile]:
    """Documents that once got a wrong answer; the name of each file says what was wrong with it."""
    for file in sorted(SEEDS.glob("*.xml")):
        body = file.read_bytes()
        version = SOAP12 if SOAP12.namespace.encode() in body else SOAP11
        yield Hostile("kept", file.stem, body, version, expected=ANYTHING)
