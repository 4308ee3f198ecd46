"""Pages of a list, by offset and by token."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.page_tokens import PageTokens
from domain.pager import Listed, Pager, Window
from domain.paging import OFFSET_LIMIT, SIZE_LIMIT, Page, PageRequest
from tests.fakes.windows import through

PAGER = Pager(PageTokens(b"s" * 32), total_cap=50)


class NumberList:
    """A list of the numbers below `length`, which counts how often it was asked for a total, by itself and with a page."""

    def __init__(self, length: int, *, tells: bool = True) -> None:
        self.counted = self.asked = 0
        self._tells = tells
        self._rows = [Listed(number, (f"{number:05}",)) for number in range(length)]

    def rows(self, window: Window) -> Sequence[Listed[int]]:
        self.asked += window.cap > 0
        return through(window if self._tells else window._replace(cap=0), self._rows)

    def count(self, cap: int) -> int:
        self.counted += 1
        return min(cap, len(self._rows))

    def page(self, request: PageRequest, query: tuple[str | int, ...] = (1, "numbers")) -> Page[int]:
        return PAGER.page(request, query, self.rows, self.count)


@given(st.integers(0, 130), st.integers(1, 40))
def test_tokens_lead_through_the_whole_list_and_end(length: int, size: int) -> None:
    numbers = NumberList(length)
    page = numbers.page(PageRequest(size=size))
    seen = [*page.rows]
    while page.next:
        page = numbers.page(PageRequest(size=size, after=page.next))
        assert page.offset == len(seen)
        seen += page.rows
    assert seen == list(range(length))


@given(st.integers(0, 130), st.integers(0, 150), st.integers(1, 70), st.booleans())
def test_an_offset_shows_the_same_page_as_the_tokens(length: int, offset: int, size: int, tells: bool) -> None:
    numbers = NumberList(length, tells=tells)
    page = numbers.page(PageRequest(offset=offset, size=size))
    assert list(page.rows) == list(range(length))[offset : offset + size]
    assert (page.offset, page.size, bool(page.next)) == (offset, size, offset + size < length)
    assert (page.total, page.total_is_capped) == (min(length, 50), length > 50)
    if page.next:
        behind = numbers.page(PageRequest(size=size, after=page.next))
        assert (behind.total, behind.total_is_capped) == (min(length, 50), length > 50)


def test_past_the_end_is_an_empty_page_with_the_true_total() -> None:
    page = NumberList(5).page(PageRequest(offset=7))
    assert (list(page.rows), page.offset, page.total, page.next) == ([], 7, 5, "")


def test_a_list_that_fits_its_first_page_is_not_counted() -> None:
    numbers = NumberList(20)
    assert numbers.page(PageRequest()).total == 20
    assert numbers.counted == 0


def test_a_total_that_comes_with_the_page_is_not_asked_for_again() -> None:
    numbers = NumberList(130)
    first = numbers.page(PageRequest())
    assert (first.total, first.total_is_capped) == (50, True)
    assert numbers.page(PageRequest(after=first.next)).total == 50
    assert (numbers.counted, numbers.asked) == (0, 2)


def test_a_page_behind_more_rows_than_are_counted_says_so_itself() -> None:
    numbers = NumberList(130)
    page = numbers.page(PageRequest(offset=40))
    assert (page.total, page.total_is_capped) == (50, True)
    assert (numbers.counted, numbers.asked) == (0, 0)


def test_a_token_says_nothing_of_a_total_that_has_shrunk_since() -> None:
    token = NumberList(130).page(PageRequest(offset=60)).next
    few = [Listed(number, (f"{number:05}",)) for number in range(79, 90)]
    page = PAGER.page(PageRequest(after=token), (1, "numbers"), lambda w: through(w, few), lambda _: len(few))
    assert (page.offset, len(page.rows), page.total, page.total_is_capped) == (80, 10, 11, False)


def test_a_page_reached_by_token_may_have_another_size() -> None:
    numbers = NumberList(30)
    first = numbers.page(PageRequest(size=3))
    assert list(numbers.page(PageRequest(size=5, after=first.next)).rows) == [3, 4, 5, 6, 7]


def test_space_around_a_token_says_nothing() -> None:
    numbers = NumberList(30)
    first = numbers.page(PageRequest(size=3))
    assert list(numbers.page(PageRequest(size=3, after=f" {first.next}\n")).rows) == [3, 4, 5]
    assert list(numbers.page(PageRequest(size=3, after=" ")).rows) == [0, 1, 2]


def test_a_row_that_joins_or_leaves_before_the_token_shifts_nothing() -> None:
    first = NumberList(30).page(PageRequest(size=3))
    shorter = [Listed(number, (f"{number:05}",)) for number in range(1, 30)]
    page = PAGER.page(
        PageRequest(size=3, after=first.next), (1, "numbers"), lambda w: through(w, shorter), len([]).__add__
    )
    assert list(page.rows) == [3, 4, 5]


def test_a_token_opens_no_other_list() -> None:
    numbers = NumberList(30)
    token = numbers.page(PageRequest()).next
    with pytest.raises(InvalidInput):
        numbers.page(PageRequest(after=token), (2, "numbers"))


@pytest.mark.parametrize(("offset", "size"), [(-1, 20), (0, 0), (0, -5), (OFFSET_LIMIT + 1, 20)])
def test_pages_that_no_list_has_are_refused(offset: int, size: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        PageRequest(offset=offset, size=size)
    assert refused.value.field in {"rowOffset", "rowCount"}


def test_a_refused_offset_points_to_the_token_and_a_large_size_is_clamped() -> None:
    with pytest.raises(InvalidInput, match="page token"):
        PageRequest(offset=OFFSET_LIMIT + 1)
    assert PageRequest(offset=OFFSET_LIMIT, size=10_000).size == SIZE_LIMIT
