"""Sessions end; guessing is slowed down. The clock is the test's own."""

import pytest
from gated import Clock

from retrieval.accounts import Accounts
from ui.sessions import FORGOTTEN_AFTER, FREE_FAILURES, LONGEST_WAIT, Sessions, Throttle


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def accounts(tmp_path):
    accounts = Accounts(tmp_path)
    accounts.add("张三", "ask", "long enough")
    return accounts


@pytest.fixture
def sessions(accounts, clock):
    return Sessions(accounts, idle=600, longest=3600, clock=clock)


def test_session_ends_when_it_was_not_used(sessions, accounts, clock):
    token = sessions.begin(accounts.all()["张三"])
    clock.now += 599
    assert sessions.account(token).name == "张三"
    clock.now += 599
    assert sessions.account(token).name == "张三", "using it keeps it"
    clock.now += 600
    assert sessions.account(token) is None


def test_session_ends_after_its_longest_time_though_used(sessions, accounts, clock):
    token = sessions.begin(accounts.all()["张三"])
    for _ in range(8):
        clock.now += 400
        assert sessions.account(token)
    clock.now += 400
    assert sessions.account(token) is None


def test_session_ends_with_logging_out_and_knows_no_other_token(sessions, accounts):
    token = sessions.begin(accounts.all()["张三"])
    assert sessions.account(token[:-1]) is None and sessions.account(None) is None
    sessions.end(token)
    assert sessions.account(token) is None


def test_session_ends_with_another_password_or_without_the_account(sessions, accounts):
    token = sessions.begin(accounts.all()["张三"])
    accounts.change_password("张三", "another one")
    assert sessions.account(token) is None
    token = sessions.begin(accounts.all()["张三"])
    accounts.remove("张三")
    assert sessions.account(token) is None


NAME, ADDRESS = ("name", "张三"), ("address", "10.0.0.1")


def test_each_wrong_password_beyond_the_free_ones_doubles_the_wait(clock):
    throttle = Throttle(clock)
    for _ in range(FREE_FAILURES["name"]):
        assert throttle.attempt([NAME, ADDRESS]) == 0
    waits = []
    for _ in range(12):
        waits.append(throttle.attempt([NAME, ADDRESS]))
        clock.now += waits[-1]
        assert throttle.attempt([NAME, ADDRESS]) == 0, "after the wait it is looked at"
    assert waits[:4] == [1, 2, 4, 8] and waits[-1] == LONGEST_WAIT


def test_many_names_from_one_address_are_slowed_down_too(clock):
    throttle = Throttle(clock)
    for index in range(FREE_FAILURES["address"]):
        assert throttle.attempt([("name", f"n{index}"), ADDRESS]) == 0
    assert throttle.attempt([("name", "one more"), ADDRESS]) > 0
    assert throttle.attempt([("name", "one more"), ("address", "10.0.0.2")]) == 0


def test_success_and_time_forget_the_failures(clock):
    throttle = Throttle(clock)
    for _ in range(FREE_FAILURES["name"]):
        throttle.attempt([NAME, ADDRESS])
    throttle.passed([NAME, ADDRESS])
    assert throttle.attempt([NAME, ADDRESS]) == 0
    for _ in range(FREE_FAILURES["name"]):
        throttle.attempt([NAME, ADDRESS])
    assert throttle.attempt([NAME, ADDRESS]) > 0
    clock.now += FORGOTTEN_AFTER
    assert throttle.attempt([NAME, ADDRESS]) == 0
