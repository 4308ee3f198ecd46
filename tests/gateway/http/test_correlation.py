"""The correlation id: the caller's where it is sane, else a new one."""

import pytest

from gateway.http.correlation import correlation_id_of

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize("sane", ["a", "till-7.42_b", "A" * 64])
def test_a_sane_id_is_kept(sane: str) -> None:
    assert correlation_id_of({"HTTP_X_CORRELATION_ID": sane}) == sane


@pytest.mark.parametrize("insane", ["", "a b", 'a"b', "a\nb", "a\n", "A" * 65, "é", "<x>", "٣"])
def test_anything_else_is_replaced(insane: str) -> None:
    made = correlation_id_of({"HTTP_X_CORRELATION_ID": insane})
    assert made != insane
    assert len(made) == 32
    assert int(made, 16)


def test_the_trace_id_of_a_traceparent_serves() -> None:
    assert correlation_id_of({"HTTP_TRACEPARENT": f"00-{TRACE}-b7ad6b7169203331-01"}) == TRACE


@pytest.mark.parametrize(
    "traceparent",
    [
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-b7ad6b7169203331-01",
        f"00-{TRACE.upper()}-b7ad6b7169203331-01",
        f"00-{TRACE}-b7ad6b7169203331",
        TRACE,
    ],
)
def test_a_traceparent_that_is_not_valid_does_not(traceparent: str) -> None:
    assert TRACE not in correlation_id_of({"HTTP_TRACEPARENT": traceparent}).lower()


def test_the_header_goes_before_the_traceparent() -> None:
    sent = {"HTTP_X_CORRELATION_ID": "mine", "HTTP_TRACEPARENT": f"00-{TRACE}-b7ad6b7169203331-01"}
    assert correlation_id_of(sent) == "mine"


def test_every_new_id_is_another() -> None:
    assert len({correlation_id_of({}) for _ in range(1000)}) == 1000
