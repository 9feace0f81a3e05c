"""The day of a row as it was typed, pasted or uploaded: one day and perhaps a time of it, or a sentence that says why not."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ALLOWED = "Write it as 2026-11-20 or 20 Nov 2026, with a time as 2026-11-20 14:30 if it is known"
SPREADSHEET_MIDNIGHT = "00:00:00"
"""With its seconds this is how spreadsheets write a day that has no time."""

_TIME = re.compile(r"(?P<day>.*?)[ T,]+(?P<time>\d{1,2}:\d\d(?::\d\d)?)")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[. -]+([A-Za-z]+)[., -]+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)[. -]+(\d{1,2})[, -]+(\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


class When(NamedTuple):
    """A day, and its time where one was given."""

    day: dt.date
    time: dt.time | None

    def __str__(self) -> str:
        return f"{self.day} {self.time:%H:%M}" if self.time else str(self.day)

    @property
    def moment(self) -> dt.datetime:
        """For order and distance; a day without a time begins it."""
        return dt.datetime.combine(self.day, self.time or dt.time())


def read_when(text: str, now: dt.datetime) -> When:
    """The one day that ``text`` can mean, not later than ``now``. Raises ``ValueError`` with a sentence."""
    given = " ".join(text.split())
    parted = _TIME.fullmatch(given)
    day = _day(parted["day"] if parted else given, given)
    time = _time(parted["time"], given) if parted and parted["time"] != SPREADSHEET_MIDNIGHT else None
    when = When(day, time)
    if when.moment > now:
        it_is = now.date() if day > now.date() else f"{now:%Y-%m-%d %H:%M}"
        raise ValueError(f"'{given}' lies in the future; it is now {it_is}")
    return when


def _day(text: str, given: str) -> dt.date:
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]), given)
    if match := _DAY_FIRST.fullmatch(text):
        return _made(int(match[3]), _month(match[2], given), int(match[1]), given)
    if match := _MONTH_FIRST.fullmatch(text):
        return _made(int(match[3]), _month(match[1], given), int(match[2]), given)
    if match := _NUMBERS.fullmatch(text):
        raise ValueError(_of_numbers(int(match[1]), int(match[2]), int(match[3]), given))
    raise ValueError(f"'{given}' is not read as a day. {ALLOWED}")


def _time(text: str, given: str) -> dt.time:
    hours, minutes, *_ = map(int, text.split(":"))
    try:
        return dt.time(hours, minutes)
    except ValueError:
        raise ValueError(f"'{given}' has no time that exists. {ALLOWED}") from None


def _month(text: str, given: str) -> int:
    """By its English name or the first three letters or more of it."""
    word = text.casefold()
    found = [place for place, name in enumerate(MONTHS, 1) if name.casefold().startswith(word)]
    if len(word) < len("Jan") or not found:
        raise ValueError(f"'{given}' names no month in English. {ALLOWED}")
    return found[0]


def _made(year: int, month: int, day: int, given: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(f"'{given}' is no day of the calendar. {ALLOWED}") from None


def _of_numbers(first: int, second: int, year: int, given: str) -> str:
    """Which number is the month differs between countries, so it is never guessed; every day it can mean is offered."""
    possible = []
    for month, day in ((second, first), (first, second)):
        try:
            possible.append(dt.date(year, month, day))
        except ValueError:
            continue
    written = list(dict.fromkeys(f"{one} for {one.day} {MONTHS[one.month - 1]}" for one in possible))
    if not written:
        return f"'{given}' is no day of the calendar. {ALLOWED}"
    return f"'{given}' gives day and month as numbers, which are mistaken for one another. Write {' or '.join(written)}"
