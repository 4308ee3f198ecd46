"""Documents drawn at random, as many as are wanted; the same number draws the same documents.

The recipes are those of WS-Attacker (coercive parsing, hash collisions, arrays, attribute and element counts, entities,
overlong names) with the sizes drawn, and mutations of honest requests.
"""

from collections.abc import Callable, Iterator
from random import Random

from tests.wsdl.hostile.document import (
    ANY_CLIENT,
    ANYTHING,
    BOUNDED,
    HARMLESS,
    IDLE_UPDATE,
    INVALID,
    TOO_LARGE,
    UPDATE,
    Canary,
    Hostile,
)
from tests.wsdl.soap import NAME_SEARCH, enveloped
from wsdl.names import CORE, RETAIL, VERSIONS, SoapVersion

Draft = tuple[str, frozenset[str]]
"""A whole document as text, and what is expected of the answer."""

_LIMIT_BYTES = 64 * 1024
_ODD = "\u0000\u0001\u000b\u001f\u007f\u0085\u00a0\u0130\u2028\ufeff\ufffe\U0010ffff<>&'\"/?!-[]%;: "
_VALUES = (">5<", ">till-1<", ">887<", ">customerLoyaltyAccount<", ">1<")
_IDLE_VALUES = (">till-1<", ">no-such-account<", ">customerLoyaltyAccount<", ">1<")


def drawn(canary: Canary, seed: int) -> Iterator[Hostile]:
    """Without end: one of each family in turn."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    number = 0
    while True:
        for family, draw in _FAMILIES.items():
            version = random.choice(VERSIONS)
            text, expected = draw(random, canary, version)
            body = text.encode("utf-8", "surrogatepass")
            if len(body) > _LIMIT_BYTES:
                expected = TOO_LARGE
            yield Hostile(family, f"{family} {seed}-{number}", body, version, expected=expected)
        number += 1


def _size(random: Random, most: int) -> int:
    """From one on, small sizes as often as large ones."""
    return int(most ** random.random())


def _put(random: Random, content: str, version: SoapVersion) -> str:
    """An honest request with this put into it: as a header block, as the operation, beside it, or as a value."""
    where = random.randrange(4)
    if where == 0:
        return enveloped(NAME_SEARCH, version, content)
    if where == 1:
        return enveloped(content, version)
    return enveloped(UPDATE.replace(">till-1<", f">{content}<"), version)


def _attributes(random: Random, _: Canary, version: SoapVersion) -> Draft:
    count = 33 + _size(random, 12_000)
    name = random.choice(["a{}", "x{:05}", "xml-{}", "\u0430{}"])
    flood = "".join(f' {name.format(number)}=""' for number in range(count))
    return _put(random, f"<x{flood}/>", version), BOUNDED


def _collisions(random: Random, _: Canary, version: SoapVersion) -> Draft:
    """Names whose DJBX33A hashes are equal: every mix of "Ez" and "FY"."""
    bits = random.randrange(6, 13)
    names = ["".join(random.choice(("Ez", "FY")) for _ in range(bits)) for _ in range(2**bits)]
    flood = "".join(f' {name}=""' for name in sorted(set(names)))
    return _put(random, f"<x{flood}/>", version), BOUNDED


def _namespaces(random: Random, _: Canary, version: SoapVersion) -> Draft:
    count = 65 + _size(random, 4_000)
    flood = "".join(f' xmlns:n{number}="{random.choice("ab")}"' for number in range(count))
    return _put(random, f"<x{flood}/>", version), BOUNDED


def _depth(random: Random, _: Canary, version: SoapVersion) -> Draft:
    count = 65 + _size(random, 20_000)
    name = random.choice(["x", "ns:x", "\u00e9"])
    shut = f"</{name}>" * random.choice([count, count, 0, count - 1])
    return _put(random, f"<{name}>" * count + shut, version), BOUNDED


def _elements(random: Random, _: Canary, version: SoapVersion) -> Draft:
    element = random.choice(["<x/>", "<x>1</x>", f'<x xmlns="{RETAIL}"/>', "<y><z/></y>"])
    return enveloped(NAME_SEARCH.replace(">a<", f">{element * (1 + _size(random, 15_000))}<"), version), BOUNDED


def _arrays(random: Random, _: Canary, version: SoapVersion) -> Draft:
    soap = "http://schemas.xmlsoap.org/soap/encoding/"
    array = f'<e:Array xmlns:e="{soap}" e:arrayType="x[{10 ** random.randrange(1, 20)}]"/>'
    return enveloped(NAME_SEARCH.replace(">a<", f">{array}<"), version), INVALID


def _entities(random: Random, canary: Canary, version: SoapVersion) -> Draft:
    width, depth = random.randrange(2, 60), random.randrange(1, 30)
    levels = "".join(f'<!ENTITY e{level + 1} "{f"&e{level};" * width}">' for level in range(depth))
    outside = random.choice([f"file://{canary.file}", canary.url, "file:///dev/urandom", "/dev/zero"])
    first = random.choice(
        ['<!ENTITY e0 "ha">', f'<!ENTITY e0 SYSTEM "{outside}">', f'<!ENTITY % e0 SYSTEM "{outside}"> %e0;']
    )
    space = random.choice(["", "\n", "<!-- x -->", '<?xml version="1.0"?>\n'])
    return (
        f"{space}<!DOCTYPE x [{first}{levels}]>{enveloped(NAME_SEARCH.replace('>a<', f'>&e{depth};<'), version)}",
        INVALID,
    )


def _names(random: Random, _: Canary, version: SoapVersion) -> Draft:
    long = random.choice("xé-.") * _size(random, 90_000)
    form = random.choice(["<x{0}/>", '<x x{0}="1"/>', '<x{0}:y xmlns:x{0}="u"/>', '<x xmlns="{0}"/>', "<x>{0}</x>"])
    return _put(random, form.format(long), version), BOUNDED | HARMLESS


def _comments(random: Random, _: Canary, version: SoapVersion) -> Draft:
    noise = random.choice(["<!--x-->", "<!---->", "<?x y?>", "<?xml-model href='x'?>"]) * _size(random, 5_000)
    value = random.choice(_VALUES)
    cut = value[:2] + noise + value[2:]
    return enveloped(UPDATE.replace(value, cut if len(value) > 3 else f">1{noise}{value[1:]}"), version), BOUNDED


def _truncations(random: Random, _: Canary, version: SoapVersion) -> Draft:
    whole = enveloped(random.choice([UPDATE, NAME_SEARCH]), version)
    return whole[: random.randrange(len(whole))], INVALID


def _amounts(random: Random, _: Canary, version: SoapVersion) -> Draft:
    digits = str(random.randrange(10 ** random.randrange(1, 40)))
    form = random.choice(
        [
            "{0}e1",
            "{0}_0",
            "0x{0}",
            "{0},0",
            "{0}.00001",
            "+-{0}",
            "{0}-",
            "INF{0}",
            "{0} {0}",
            "{0}\u0665",
            "{0}%",
            "--{0}",
        ]
    )
    return enveloped(UPDATE.replace(">5<", f">{form.format(digits)}<"), version), INVALID


def _times(random: Random, _: Canary, version: SoapVersion) -> Draft:
    parts = [random.choice(["2026", "0000", "99999", "-1", "20 26"]), random.choice(["13", "00", "1"])]
    time = (
        f"{'-'.join([*parts, '31'])}T{random.randrange(25, 99)}:60:61{random.choice(['Z', '', '+99:99', 'z', ' UTC'])}"
    )
    when = f"<updateAmount>5</updateAmount><dateTimeUpdated>{time}</dateTimeUpdated>"
    return enveloped(UPDATE.replace("<updateAmount>5</updateAmount>", when), version), INVALID


def _texts(random: Random, _: Canary, version: SoapVersion) -> Draft:
    text = "".join(random.choice(_ODD) for _ in range(random.randrange(1, 40)))
    return enveloped(IDLE_UPDATE.replace(random.choice(_IDLE_VALUES), f">{text}<"), version), ANYTHING


def _envelopes(random: Random, _: Canary, version: SoapVersion) -> Draft:
    whole = enveloped(NAME_SEARCH, version)
    at = random.choice([CORE, RETAIL, version.namespace])
    spoilt = at[: random.randrange(len(at))] + random.choice("aB/#. ") + at[random.randrange(len(at)) :]
    return whole.replace(at, spoilt) if spoilt != at else "", ANY_CLIENT


def _swapped(random: Random, _: Canary, version: SoapVersion) -> Draft:
    """Pieces of an honest request, cut at its tags, some left out, doubled or exchanged."""
    pieces = enveloped(IDLE_UPDATE, version).replace("<", "\u0000<").split("\u0000")
    for _round in range(random.randrange(1, 4)):
        one, two = random.randrange(len(pieces)), random.randrange(len(pieces))
        match random.randrange(3):
            case 0:
                pieces[one], pieces[two] = pieces[two], pieces[one]
            case 1:
                pieces.insert(two, pieces[one])
            case _:
                pieces[one] = ""
    return "".join(pieces), ANYTHING


def _flipped(random: Random, _: Canary, version: SoapVersion) -> Draft:
    """Single characters of an honest request that are others."""
    text = list(enveloped(IDLE_UPDATE, version))
    for _round in range(random.randrange(1, 5)):
        text[random.randrange(len(text))] = random.choice([*_ODD, chr(random.randrange(32, 127))])
    return "".join(text), ANYTHING


def _blocks(random: Random, canary: Canary, version: SoapVersion) -> Draft:
    count = 33 + _size(random, 2_000)
    block = random.choice(["<x/>", '<x xmlns="urn:x">y</x>', f"<x>{canary.url}</x>"])
    return enveloped(NAME_SEARCH, version, block * count), TOO_LARGE


_FAMILIES: dict[str, Callable[[Random, Canary, SoapVersion], Draft]] = {
    "attributes": _attributes,
    "hash collisions": _collisions,
    "namespaces": _namespaces,
    "depth": _depth,
    "elements": _elements,
    "arrays": _arrays,
    "entities": _entities,
    "names": _names,
    "comments": _comments,
    "truncated": _truncations,
    "amounts": _amounts,
    "times": _times,
    "texts": _texts,
    "envelopes": _envelopes,
    "swapped": _swapped,
    "flipped": _flipped,
    "header blocks": _blocks,
}
