"""Who is logged in, for how long, and how soon a wrong password may be tried again."""

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from retrieval.accounts import Account, Accounts

Clock = Callable[[], float]

MOST_SESSIONS = 10_000
"""Sessions and failures kept at most; beyond it the oldest go."""

FREE_FAILURES = {"name": 5, "address": 20}
"""Wrong passwords that cost no wait; an office may share one address."""

LONGEST_WAIT = 300.0
"""Seconds to wait at most after a wrong password; each one doubles the wait."""

FORGOTTEN_AFTER = 3600.0
"""Seconds after the last wrong password at which the count begins anew."""


@dataclass(slots=True)
class _Session:
    name: str
    hash: str
    begun: float
    used: float


class Sessions:
    """Sessions in memory, known by tokens of which only a digest is kept.

    One ends when it was not used for `idle` seconds, `longest` seconds after it began, and at once
    when its account goes or gets another password.
    """

    def __init__(self, accounts: Accounts, idle: float, longest: float, clock: Clock | None = None):
        self.accounts, self.idle, self.longest = accounts, idle, longest
        self._clock = clock or time.monotonic
        self._sessions: dict[str, _Session] = {}
        self._lock = Lock()

    def begin(self, account: Account, token: str | None = None) -> str:
        """Starts a session and returns its token: 256 random bits, or the `token` given."""
        token, now = token or secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._forget(now)
            self._sessions[_digest(token)] = _Session(account.name, account.hash, now, now)
        return token

    def account(self, token: str | None) -> Account | None:
        """Whose session the token is of, with the rights that they have now; None: of none."""
        if not token:
            return None
        accounts, now = self.accounts.all(), self._clock()
        with self._lock:
            session = self._sessions.get(_digest(token))
            if session is None:
                return None
            account = accounts.get(session.name)
            same = account is not None and account.hash == session.hash
            if self._over(session, now) or not same:
                del self._sessions[_digest(token)]
                return None
            session.used = now
            return account

    def end(self, token: str | None) -> None:
        """Ends a session; one that is none is none."""
        with self._lock:
            self._sessions.pop(_digest(token or ""), None)

    def _over(self, session: _Session, now: float) -> bool:
        return now - session.used >= self.idle or now - session.begun >= self.longest

    def _forget(self, now: float) -> None:
        for key in [k for k, session in self._sessions.items() if self._over(session, now)]:
            del self._sessions[key]
        while len(self._sessions) >= MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]


class Throttle:
    """Slows down whoever guesses: beyond FREE_FAILURES each wrong password doubles the wait.

    Keys are (kind, value): counted for the name and for the address that it came from, so that
    neither many names from one address nor one name from many gets far. A try counts as failed
    until it `passed`, or many at once would all be looked at.
    """

    def __init__(self, clock: Clock | None = None):
        self._clock = clock or time.monotonic
        self._failures: dict[tuple[str, str], tuple[int, float]] = {}
        self._lock = Lock()

    def attempt(self, keys: Sequence[tuple[str, str]]) -> float:
        """Seconds until the next try is looked at; 0.0: this one is, and it was counted."""
        now = self._clock()
        with self._lock:
            wait = max(self._wait(key, now) for key in keys)
            if wait == 0.0:
                for key in keys:
                    self._count(key, now)
            return wait

    def passed(self, keys: Sequence[tuple[str, str]]) -> None:
        """Forgets the failures of who got in."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)

    def _count(self, key: tuple[str, str], now: float) -> None:
        count, last = self._failures.pop(key, (0, now))
        # Put at the end: the oldest go first where there are too many.
        self._failures[key] = (1 if now - last >= FORGOTTEN_AFTER else count + 1, now)
        while len(self._failures) > MOST_SESSIONS:
            del self._failures[next(iter(self._failures))]

    def _wait(self, key: tuple[str, str], now: float) -> float:
        count, last = self._failures.get(key, (0, now))
        beyond = count - FREE_FAILURES[key[0]]
        if beyond < 0 or now - last >= FORGOTTEN_AFTER:
            return 0.0
        return max(0.0, last + min(2.0**beyond, LONGEST_WAIT) - now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
