"""Backpressure: as many as there are places are let in, some wait, the rest are turned away at once."""

import threading

from common.crowding import Turnstile


def test_so_many_are_let_in_and_a_place_is_given_back():
    gate = Turnstile(places=2, waiting=0)
    with gate.place() as first, gate.place() as second, gate.place() as third:
        assert (first, second, third) == (True, True, False)
    with gate.place() as after:
        assert after


def test_who_waits_gets_the_place_that_is_given_back():
    gate = Turnstile(places=1, waiting=1, seconds=30)
    found, leave = [], threading.Event()

    def wait_in_line():
        with gate.place() as is_inside:
            found.append(is_inside)
        leave.set()

    with gate.place():
        waiting = threading.Thread(target=wait_in_line)
        waiting.start()
        assert not leave.wait(0.05)
    assert leave.wait(30)
    waiting.join()
    assert found == [True]


def test_who_waits_too_long_is_turned_away_and_leaves_the_line():
    gate = Turnstile(places=1, waiting=1, seconds=0.01)
    with gate.place():
        for _time in range(2):
            with gate.place() as is_inside:
                assert not is_inside


def test_a_place_is_given_back_after_a_fault():
    gate = Turnstile(places=1, waiting=0)
    try:
        with gate.place():
            raise RuntimeError
    except RuntimeError:
        pass
    with gate.place() as is_inside:
        assert is_inside
