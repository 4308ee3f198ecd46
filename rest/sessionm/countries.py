"""Countries on this face: two or three letters come in, three go out, as in the vendor's example."""

from iso3166 import countries_by_alpha2, countries_by_alpha3

from domain.errors import InvalidInput
from domain.text import echo


def two_letters(sent: str) -> str:
    """The code that is kept (GB) of either code of ISO 3166 (GB or GBR, in any case); an empty text stays one.

    Raises `InvalidInput` for a text that is no country's code.
    """
    code = sent.strip().upper()
    country = countries_by_alpha2.get(code) or countries_by_alpha3.get(code)
    if code and country is None:
        raise InvalidInput(
            f"country {echo(sent)!r} is no country's code; send one of ISO 3166, such as GB or GBR.", field="country"
        )
    return country.alpha2 if country else ""


def three_letters(kept: str) -> str:
    """The code that is told (GBR) of the one that is kept; one that ISO 3166 does not have is told as it is."""
    country = countries_by_alpha2.get(kept)
    return country.alpha3 if country else kept
