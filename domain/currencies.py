"""Currencies: the codes of ISO 4217 that are in use, and how many decimal places each has."""

from domain.errors import InvalidInput
from domain.text import echo

# From ISO 4217, list one; without the codes of metals, funds and tests.
_TWO_PLACES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
    "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD "
    "KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_NO_PLACES = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_PLACES = "BHD IQD JOD KWD LYD OMR TND"

_PLACES = {
    code: places for codes, places in ((_TWO_PLACES, 2), (_NO_PLACES, 0), (_THREE_PLACES, 3)) for code in codes.split()
}


def currency_code(text: str, field: str = "currency") -> str:
    """The currency's code in capitals; raises `InvalidInput`, naming `field`, for one that ISO 4217 does not have."""
    code = text.strip().upper()
    if code not in _PLACES:
        raise InvalidInput(
            f"{field} {echo(text)!r} is not a currency of ISO 4217; give three letters such as GBP or EUR.",
            field=field,
        )
    return code


def currency_places(code: str) -> int:
    """The decimal places of a currency by its code in capitals: 2 for GBP, 0 for JPY; raises KeyError."""
    return _PLACES[code]
