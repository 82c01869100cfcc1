"""The courier carries requests out in order, and none after one that failed."""

from __future__ import annotations

from concurrent.futures import CancelledError
from threading import Event

import pytest

from curation.studio.courier import Courier


def test_requests_are_carried_out_in_order_beside_the_work() -> None:
    courier, go, done = Courier(), Event(), list[int]()

    def first() -> int:
        assert go.wait(60)
        done.append(1)
        return 1

    def second() -> int:
        done.append(2)
        return 2

    answers = [courier.send(first), courier.send(second)]
    assert done == []
    go.set()
    assert [answer.result(60) for answer in answers] == [1, 2]
    assert done == [1, 2]


def test_nothing_is_sent_after_a_request_that_failed() -> None:
    courier, sent = Courier(), list[int]()

    def fails() -> None:
        raise OSError("no room left")

    answers = [courier.send(fails), courier.send(lambda: sent.append(1))]
    for answer in answers:
        with pytest.raises(OSError, match="no room left"):
            answer.result(60)
    assert sent == []


def test_a_courier_that_is_stopped_waits_for_what_is_under_way() -> None:
    courier, under_way, go = Courier(), Event(), Event()
    sent: list[int] = []

    def slow() -> None:
        under_way.set()
        assert go.wait(60)
        sent.append(1)

    courier.send(slow)
    assert under_way.wait(60)
    late = courier.send(lambda: sent.append(2))
    courier._stopped = True
    go.set()
    courier.stop()
    assert sent == [1]
    with pytest.raises(CancelledError):
        late.result(60)
