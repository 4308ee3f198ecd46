"""Places: British postcode areas, each with its post town and how many in a thousand live there, roughly."""

from itertools import accumulate
from random import Random
from typing import NamedTuple

_AREAS = """
B Birmingham 29 30|M Manchester 19 29|G Glasgow 19 29|NE Newcastle 18 29|BT Belfast 29 29|S Sheffield 21 29|
LS Leeds 13 20|NG Nottingham 19 22|CF Cardiff 16 29|BS Bristol 15 29|L Liverpool 14 29|PO Portsmouth 13 19|
LE Leicester 15 19|RG Reading 12 28|GU Guildford 12 29|CV Coventry 13 20|ME Maidstone 10 19|PE Peterborough 14 29|
SE London 16 27|SW London 13 19|N London 13 21|E London 15 19|W London 8 13|NW London 9 10|EH Edinburgh 13 29|
PR Preston 8 25|WF Wakefield 8 16|CB Cambridge 7 24|OX Oxford 9 28|BN Brighton 12 29|CM Chelmsford 10 24|
CO Colchester 7 15|IP Ipswich 9 29|NR Norwich 11 29|SO Southampton 10 29|PL Plymouth 8 29|EX Exeter 9 29|
TR Truro 4 26|DE Derby 11 24|ST Stoke-on-Trent 10 19|WA Warrington 10 16|CH Chester 10 29|SA Swansea 11 29|
LL Llandudno 8 29|HU Hull 6 19|YO York 8 29|DN Doncaster 11 22|HD Huddersfield 4 9|BD Bradford 9 24|OL Oldham 7 16|
BL Bolton 6 9|WN Wigan 5 8|SK Stockport 10 23|AB Aberdeen 8 29|DD Dundee 4 11|KY Kirkcaldy 6 16|PA Paisley 5 29|
TN Tonbridge 11 29|CT Canterbury 8 21|KT Kingston 9 24|CR Croydon 6 9|BR Bromley 5 8|DA Dartford 7 18|IG Ilford 5 11|
HA Harrow 8 9|UB Southall 6 11|TW Twickenham 8 20|SL Slough 6 9|AL St-Albans 4 10|LU Luton 5 7|MK Milton-Keynes 9 19|
NN Northampton 11 18|WR Worcester 5 15|GL Gloucester 10 29|SN Swindon 8 26|BA Bath 7 22|DT Dorchester 4 11|
BH Bournemouth 9 25|SP Salisbury 4 11|TA Taunton 6 24|TQ Torquay 5 14|HR Hereford 3 9|SY Shrewsbury 6 25|
LN Lincoln 5 13|TS Middlesbrough 10 29|DL Darlington 6 17|SR Sunderland 4 8|CA Carlisle 5 28|LA Lancaster 5 23
"""
_STREETS = (
    *("High Street", "Church Lane", "Station Road", "Main Street", "Park Road", "Victoria Road", "Mill Lane"),
    *("The Green", "Albert Terrace", "Queensway", "Kings Avenue", "Orchard Close", "Manor Drive", "School Lane"),
)
_UNITS = "ABDEFGHJLNPQRSTUWXYZ"


class Place(NamedTuple):
    """An address without its country."""

    street: str
    town: str
    postcode: str


class _Area(NamedTuple):
    letters: str
    town: str
    districts: int


def _areas() -> tuple[list[_Area], list[int]]:
    rows = [row.split() for row in _AREAS.split("|")]
    areas = [_Area(letters, town.replace("-", " "), int(districts)) for letters, town, _, districts in rows]
    return areas, list(accumulate(int(row[2]) for row in rows))


_KNOWN, _WEIGHTS = _areas()


def place(random: Random) -> Place:
    """Where somebody lives; the first districts of an area are the fullest."""
    area = random.choices(_KNOWN, cum_weights=_WEIGHTS)[0]
    district = 1 + int(random.random() ** 1.5 * area.districts)
    # Few units for each sector, so that several customers share a postcode, as neighbours do.
    unit = f"{_UNITS[int(random.random() * 20)]}{_UNITS[int(random.random() ** 2 * 20)]}"
    postcode = f"{area.letters}{district} {int(random.random() * 10)}{unit}"
    street = f"{1 + int(random.random() ** 2 * 180)} {random.choice(_STREETS)}"
    return Place(street, area.town, postcode)
