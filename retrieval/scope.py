"""What a question may look at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits that all hold together; None: no limit. `report`: a report id. `issue`: a number as
    the report writes it. `part`: "main" for the main text, "annex" for the issues. `among`: ids of
    the issues that are looked at, in any order (those of one status, of one unit)."""

    report: str | None = None
    issue: str | None = None
    part: str | None = None
    among: tuple[str, ...] | None = None
