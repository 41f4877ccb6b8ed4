"""Days and numbers as files write them, turned into the one form that tables are read from.

A newcomer would guess. 03/04/2021 is a day in March or in April, and 1,234 is a thousand or a little more than one:
which it is, the declaration says of the column, and a cell that is not written so is left as it is and told.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})(?: 00:00(?::00)?)?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.0*)?")
_BEGIN = date(1899, 12, 30)
"""Day 0 of spreadsheets, which hold 1900 to be a leap year: right from March 1900 on."""
_MARKS = {
    "1,234.5": (",", "."),
    "1.234,5": (".", ","),
    "1 234,5": (" \u00a0\u202f", ","),
    "1234,5": ("", ","),
}


def day_of(written: str, order: str) -> str | None:
    """A day in the order of ISO 8601; None where the cell is not written so.

    >>> day_of("30/09/2021", "dmy"), day_of("09-30-2021", "mdy"), day_of("44469", "serial")
    ('2021-09-30', '2021-09-30', '2021-09-30')
    >>> day_of("09/30/2021", "dmy") is None
    True
    """
    if order == "serial":
        match = _SERIAL.fullmatch(written)
        return (_BEGIN + timedelta(days=int(match[1]))).isoformat() if match else None
    match = _DAY.fullmatch(written)
    if match is None:
        return None
    day, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
    try:
        return date(int(match[4]), int(month), int(day)).isoformat()
    except ValueError:
        return None


def number_of(written: str, form: str) -> str | None:
    """A number with a point and no groups, what stands before it kept; None where the cell is not written so.

    >>> number_of("1\u202f234,5", "1 234,5"), number_of(">=1,234", "1,234.5"), number_of("-7", "1.234,5")
    ('1234.5', '>=1234', '-7')
    >>> number_of("1.5", "1.234,5") is None
    True
    """
    groups, mark = _MARKS[form]
    grouped = rf"[0-9]{{1,3}}(?:[{groups}][0-9]{{3}})+|" if groups else ""
    match = re.fullmatch(rf"([<>=]*-?)({grouped}[0-9]+)(?:[{mark}]([0-9]+))?", written)
    if match is None:
        return None
    whole = re.sub("[^0-9]", "", match[2])
    return match[1] + whole + (f".{match[3]}" if match[3] else "")
