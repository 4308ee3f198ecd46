"""The comparison of content models agrees with trying out all short sequences."""

import re
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wsdl.versions.words import Empty, Name, Words, choice, first_difference, repeat, sequence

LETTERS = "abc"
LENGTH = 5
Both = tuple[Words, str]
"""A content model, and the same as a regular expression of Python's."""


def _repeated(inner: Both, least: int, more: int | None) -> Both:
    most = None if more is None else least + more
    return repeat(inner[0], least, most), f"(?:{inner[1]}){{{least},{'' if most is None else most}}}"


LEAVES: st.SearchStrategy[Both] = st.sampled_from([*((Name(letter), letter) for letter in LETTERS), (Empty(), "")])
MODELS: st.SearchStrategy[Both] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda a, b: (sequence(a[0], b[0]), a[1] + b[1]), inner, inner),
        st.builds(lambda a, b: (choice(a[0], b[0]), f"(?:{a[1]}|{b[1]})"), inner, inner),
        st.builds(_repeated, inner, st.integers(0, 2), st.none() | st.integers(0, 2)),
    ),
    max_leaves=6,
)
WORDS = ["".join(letters) for length in range(LENGTH + 1) for letters in product(LETTERS, repeat=length)]


@given(MODELS, MODELS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_difference_is_found_where_there_is_one_and_is_a_shortest(narrow: Both, wide: Both) -> None:
    ours, theirs = re.compile(narrow[1]), re.compile(wide[1])
    tried = next((word for word in WORDS if ours.fullmatch(word) and not theirs.fullmatch(word)), None)
    found = first_difference(narrow[0], wide[0])
    if tried is not None:
        assert found is not None
        assert len(found) == len(tried)
    if found is not None:
        assert ours.fullmatch("".join(found))
        assert not theirs.fullmatch("".join(found))
