"""Names as a British shop meets them: a short list of common ones, and a long tail that is put together from parts.

How often each of the common names comes is a rough figure in ten thousand, of no particular source; what matters to a
search is that Smith comes a hundred times as often as most names, and that there are a great many rare ones.
"""

from itertools import accumulate
from random import Random

_SURNAMES = """
Smith 126 Jones 75 Taylor 59 Brown 56 Williams 54 Wilson 41 Johnson 36 Davies 34 Patel 31 Robinson 31 Wright 30
Thompson 30 Evans 29 Walker 29 White 29 Roberts 28 Green 28 Hall 27 Thomas 27 Clarke 26 Jackson 26 Wood 25 Harris 25
Edwards 24 Turner 24 Martin 24 Cooper 24 Hill 23 Ward 23 Hughes 22 Moore 22 Clark 21 King 21 Harrison 21 Lewis 20
Baker 20 Lee 20 Allen 19 Morris 19 Khan 19 Scott 19 Watson 18 Davis 18 Parker 18 James 18 Bennett 17 Young 17
Phillips 17 Richardson 17 Mitchell 16 Bailey 16 Carter 16 Cook 16 Singh 16 Shaw 15 Bell 15 Collins 15 Morgan 15
Kelly 15 Begum 15 Miller 15 Cox 14 Hussain 14 Marshall 14 Simpson 14 Price 14 Anderson 14 Adams 14 Wilkinson 13
Ali 13 Ahmed 13 Foster 13 Ellis 13 Murphy 13 Chapman 13 Mason 13 Gray 12 Richards 12 Webb 12 Rogers 12 Hunt 12
Mills 12 Holmes 12 Palmer 12 Matthews 11 Gibson 11 Fisher 11 Barnes 11 Knight 11 Lloyd 11 Butler 11 Russell 11
Barker 11 Stevens 10 Jenkins 10 Murray 10 Dixon 10 Fletcher 10 Harvey 10 Pearson 10 Graham 10 O'Brien 9 Reynolds 9
Kaur 9 Campbell 9 Andrews 9 Ford 9 Stewart 9 Reid 9 Burton 8 O'Neill 8 Akhtar 8 Nowak 8 Walsh 8 Kowalski 7 Ryan 7
Baldwin 6 Abbott 6 Müller 5 O'Connor 5 Ng 5 Nguyen 5 Okafor 4 García 4 D'Souza 3 Łukaszewicz 2 Ó'Súilleabháin 1
"""
_BEGINNINGS = """
Ash Ald Ban Bar Bed Ber Bick Black Brad Bram Bran Brock Bur Cal Carl Ches Clap Clay Cold Comp Cran Crom Dal Dar Den
Dun East Eg Elm Far Fen Glad Graf Green Had Hal Ham Har Hat Haw Hol Hor Ken Kim Lang Lin Long Lud Mad Mal Mar Mel Mid
Mil Mor Nor Oak Old Ox Pen Pick Pres Rad Rams Red Rother Row Sand Sel Shel Somer South Stan Stock Strat Sut Swin Thorn
Til Trow Up Wal War Wat Wel West Whit Win Wood Worth Wy Yar
"""
_ENDINGS = "bourne bridge brook bury by combe cott croft dale den don field ford gate grove ham hurst land ley low man mere more ridge shaw stead stock stone thorpe ton twell wall well wick wold wood worth yard"
_FORENAMES = """
David 30 John 29 Paul 24 Susan 22 Margaret 21 Michael 21 Sarah 20 Andrew 19 Peter 19 Mark 18 James 18 Christopher 17
Karen 16 Emma 16 Stephen 16 Robert 15 Julie 15 Patricia 15 Laura 14 Christine 14 Richard 14 Daniel 13 Elizabeth 13
Helen 13 Rebecca 12 Thomas 12 Matthew 12 Claire 12 Jacqueline 11 Anthony 11 Mohammed 11 Jessica 11 Mary 11 Jennifer 10
Olivia 10 Oliver 10 Amelia 9 George 9 Harry 9 Jack 9 Charlotte 9 Sophie 9 Hannah 9 William 8 Lucy 8 Joshua 8 Chloe 8
Isla 7 Noah 7 Ava 7 Muhammad 7 Samuel 7 Ryan 7 Gemma 7 Lisa 7 Ian 7 Alan 6 Janet 6 Linda 6 Brian 6 Kevin 6 Joan 5
Freya 5 Leo 5 Arthur 5 Fatima 5 Aisha 5 Priya 4 Raj 4 Ewa 4 Piotr 4 Angus 3 Fiona 3 Gareth 3 Rhys 3 Siân 3 Seán 3
Aoife 2 Zoë 2 René 2 Anne-Marie 2 Łukasz 2 Björn 1 Chidi 1 Ngozi 1 Wei 1 Thuy 1 Yusuf 1 Zainab 1 Xanthe 1 Quentin 1
"""
_COMPOSED_SHARE, _DOUBLE_SHARE = 0.38, 0.03


def _weighted(text: str) -> tuple[list[str], list[int]]:
    words = text.split()
    return words[::2], list(accumulate(map(int, words[1::2])))


_COMMON, _COMMON_WEIGHTS = _weighted(_SURNAMES)
_FIRST, _FIRST_WEIGHTS = _weighted(_FORENAMES)
_STARTS, _ENDS = _BEGINNINGS.split(), _ENDINGS.split()


def forename(random: Random) -> str:
    """A first name."""
    return random.choices(_FIRST, cum_weights=_FIRST_WEIGHTS)[0]


def surname(random: Random) -> str:
    """A family name: a common one, one of some thousands that are rare, or two with a hyphen."""
    drawn = random.random()
    if drawn < _COMPOSED_SHARE:
        # The square makes the first parts common and the last ones rare.
        start = _STARTS[int(random.random() ** 2 * len(_STARTS))]
        return start + _ENDS[int(random.random() ** 2 * len(_ENDS))]
    name = random.choices(_COMMON, cum_weights=_COMMON_WEIGHTS)[0]
    return f"{name}-{surname(random)}" if drawn > 1 - _DOUBLE_SHARE else name
