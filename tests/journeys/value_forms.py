"""A thousand ways to write a value: numbers, times, ids, names, counts. Each is taken by both faces alike, or by neither."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

_DIGITS = ("0", "1", "5", "007", "10", "99999999999999", "999999999999999", "1" * 40)
_PLACES = (
    "",
    ".",
    ".0",
    ".5",
    ".0000",
    ".9999",
    ".00000",
    ".12345",
    ",5",
    "_0",
    " 0",
    "e0",
    "E2",
    "e-2",
    "%",
    "f",
    "L",
)
_SIGNS = ("", "-", "+", "--", "+-", "- ", "\u2212", "(")
_SPACES = (
    "{}",
    " {}",
    "{} ",
    "\t{}\n",
    "\u00a0{}",
    "{}\u2003",
    "\u200b{}",
    "\ufeff{}",
    "\u202e{}",
    "\x1c{}",
    "{}\x00",
    "\r\n{}",
)
AMOUNT_WORDS = (
    *(
        "NaN",
        "INF",
        "-INF",
        "Infinity",
        "null",
        "true",
        "one",
        "0x10",
        "0b1",
        "0o7",
        "1/2",
        "$5",
        "5 GBP",
        "1'000",
        "1.000.000",
    ),
    *(
        "\u0665",
        "\uff15",
        "\u0967",
        "\u2164",
        "\u00bd",
        "5\u0301",
        "\U0001d7d9",
        "1\u066b5",
        "\u4e00",
        ".",
        "-",
        "",
        " ",
        "\n",
    ),
    *(
        "1e400",
        "-1e-400",
        "1E+1000000000",
        "0e9",
        "-0",
        "-0.0",
        "-0.0000",
        "00000000000000000001",
        "1.0000000000000001",
    ),
)
TEXTS = (
    *(
        "",
        " ",
        "  a  ",
        "a",
        "A",
        "a b",
        "a\tb",
        "a\nb",
        "\ta\n",
        "a" * 99,
        "a" * 100,
        "a" * 101,
        "a" * 255,
        "a" * 256,
        "a" * 5000,
    ),
    *(
        "<a>",
        "&amp;",
        "&",
        "]]>",
        "<![CDATA[a]]>",
        "<!--a-->",
        "'",
        '"',
        "\\",
        "\\u0041",
        "%41",
        "a/b",
        "a?b",
        "a#b",
        "a;b",
        "@@",
    ),
    *(
        "é",
        "e\u0301",
        "\u212b",
        "\uff21",
        "\u0430",
        "\u00a0a",
        "a\u00a0",
        "\u200ba",
        "a\u200d",
        "\ufeffa",
        "\u202ea\u202c",
    ),
    *(
        "\u2066a\u2069",
        "\U0001f600",
        "\U0001f468\u200d\U0001f469",
        "\u0e01\u0e33",
        "\u05d0\u05b8",
        "\u0131",
        "\u00df",
        "\u1e9e",
    ),
    *(
        "\x00",
        "a\x01",
        "\x0b",
        "a\x1fb",
        "\x7f",
        "\x80",
        "\x85",
        "a\u2028b",
        "\ud800",
        "a\udfff",
        "\ufffe",
        "\uffff",
        "\U0010ffff",
    ),
    *(
        "null",
        "None",
        "NULL",
        "undefined",
        "true",
        "0",
        "-1",
        "1e1",
        "NaN",
        "../../etc/passwd",
        "$(id)",
        "{{7*7}}",
        "' OR 1=1 --",
    ),
    *(
        "%00",
        "\r",
        "a\rb",
        "a\r\nb",
        "e" + "\u0301" * 300,
        "\u1100\u1161\u11a8",
        "\u0344",
        "\ufb01",
        "CON",
        "\u180e",
        "\u3000a",
    ),
)
NAMES = (
    *TEXTS,
    "smith",
    "O'Brien",
    "obrien",
    "*",
    "%",
    "_",
    "a%",
    "a*",
    "Bald",
    "BALDWIN",
    "b\u0430ld",
    "Baldwin Amelia",
    "a" * 60,
)
POSTCODES = (
    *TEXTS,
    "M1 1AA",
    "m11aa",
    "M1",
    "M1 1A",
    "M",
    "SW1A",
    "M 1 1 A A",
    "\uff2d1",
    "1",
    "M1-1AA",
    "M1.1AA",
    "00000",
)
TYPES = (
    *TEXTS,
    *("customerLoyaltyAccount", "CUSTOMERLOYALTYACCOUNT", "customerLoyaltyAccount ", "customer LoyaltyAccount"),
    *("customerShoeAccount", "customerLoyaltyAccou\u0274t", "loyalty", "giftCard", "customerCreditAccount"),
)
CURRENCIES = (*TEXTS, "GBP", "gbp", "Gbp", "GBP ", "G B P", "EUR", "\u20ac", "GBPP", "GB", "826", "XXX", "\uff27BP")
STATUSES = (
    *TEXTS,
    "COMPLETED",
    "completed",
    " Completed ",
    "COMPLETE",
    "PENDING",
    "CANCELLED",
    "CANCELED",
    "COMPLETED,PENDING",
    "\uff23OMPLETED",
)
COUNTS = (
    *(
        "0",
        "1",
        "2",
        "20",
        "100",
        "101",
        "10000",
        "10001",
        "-1",
        "-0",
        "+1",
        "+",
        "1.0",
        "1e1",
        "007",
        "0x1",
        "1_0",
        "1,0",
    ),
    *(
        "2147483647",
        "2147483648",
        "-2147483648",
        "99999999999999999999",
        "9" * 400,
        "x",
        "",
        " ",
        " 3",
        "3 ",
        "\t3\n",
        "3 3",
    ),
    *(
        "\u0663",
        "\uff13",
        "\u00b3",
        "\u2075",
        "3\u00a0",
        "\u200b3",
        "\x1c3",
        "true",
        "NaN",
        "INF",
        "null",
        "--3",
        "3-",
        "three",
    ),
)


def amounts() -> Iterator[str]:
    """Some 450 ways to write a number."""
    seen = dict.fromkeys(AMOUNT_WORDS)
    seen.update(dict.fromkeys(sign + digits + places for sign, digits, places in product(_SIGNS[:2], _DIGITS, _PLACES)))
    seen.update(dict.fromkeys(sign + digits for sign, digits in product(_SIGNS, _DIGITS[1:5])))
    seen.update(dict.fromkeys(form.format(number) for form, number in product(_SPACES, ("5", "-5", "5.5"))))
    yield from seen


def moments(now: datetime) -> Iterator[tuple[str, int]]:
    """The same moment as xs:dateTime and as milliseconds since 1970, in zones and at the ends of the calendar."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    marks = [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1582, 10, 4, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
        epoch,
        datetime(2000, 2, 29, 12, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
        *(now + timedelta(hours=hours) for hours in (-9_000, -48, -1, 0, 1, 23, 25, 48, 9_000)),
    ]
    for mark in marks:
        exact = mark.replace(microsecond=mark.microsecond // 1000 * 1000)
        milliseconds = (exact - epoch) // timedelta(milliseconds=1)
        plain = exact.replace(tzinfo=None).isoformat(timespec="milliseconds")
        yield f"{plain}Z", milliseconds
        yield f" {plain}000+00:00\n", milliseconds
        yield f"{plain}-00:00", milliseconds
        for hours in (-14, 5, 14):
            yield f"{plain}{hours:+03}:00", milliseconds - hours * 3_600_000
