"""A clock that tests set."""


class Clock:
    """Seconds of a monotonic clock; stands still until `now` is changed."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now
