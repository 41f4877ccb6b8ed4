"""Sentences of the command line: texts in one language, with their numbers as that language writes them.

A newcomer would get wrong why a small count goes its own way: it looks the same everywhere, and what writes numbers
takes longer to load than most commands to start.
"""

from __future__ import annotations

from decimal import Decimal

from pledgebook.text import texts_of

_SAME_EVERYWHERE = 1000
_MEGA = 1_000_000


def sentence(package: str, file: str, key: str, language: str, /, **values: object) -> str:
    """A text out of a package's file, filled in.

    >>> sentence("pledgebook", "cli.yml", "schemas_written", "en", count=12345, path="schemas")
    'Schemas written: 12,345, in schemas'
    """
    return texts_of(package, file)[key].said(
        language, **{k: _written(v, language) for k, v in values.items()}
    )


def number(value: int | Decimal, language: str) -> str:
    """A number as the language writes it.

    >>> number(999, "fr"), number(10149, "en"), number(Decimal("123.1"), "fr")
    ('999', '10,149', '123,1')
    """
    if isinstance(value, int) and 0 <= value < _SAME_EVERYWHERE:
        return str(value)
    from pledgebook.figures import write_number

    return write_number(Decimal(value), language)


def in_megabytes(size: int) -> Decimal:
    """Bytes as megabytes, to a tenth; what is smaller is a tenth, unless it is nothing.

    >>> in_megabytes(123_080_000), in_megabytes(300), in_megabytes(0)
    (Decimal('123.1'), Decimal('0.1'), Decimal('0.0'))
    """
    return Decimal(max(size, min(size, 1) * _MEGA // 10)).scaleb(-6).quantize(Decimal("0.1"))


def _written(value: object, language: str) -> object:
    return number(value, language) if isinstance(value, int | Decimal) else value
