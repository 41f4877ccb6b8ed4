"""A file of another kind is told by what it is, before a reader fails in words of its own."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pledgebook.sources.seeming import refuse_another_kind
from pledgebook.sources.unreadable import UnreadableError

PAGE = b"\n<!DOCTYPE html><html><body>404</body></html>"


@pytest.mark.parametrize(
    ("content", "reader", "said"),
    [
        (b"", "csv", "empty"),
        (b"\xef\xbb\xbf\n\n", "csv", "empty"),
        (b"", "sheet", "empty"),
        (PAGE, "csv", "web page"),
        (PAGE, "sheet", "web page"),
        (PAGE, "shapes", "web page"),
        (b"PK\x03\x04 and so on", "csv", "ZIP archive"),
        (b"\xd0\xcf\x11\xe0 and so on", "parquet", "old spreadsheet"),
        (b"PAR1 and so on", "csv", "Parquet"),
        (b"%PDF-1.7", "csv", "PDF"),
        (gzip.compress(b"a,b", mtime=0), "csv", "gzip"),
        (b"<?xml version='1.0'?><iati-activities/>", "csv", "XML"),
        (b"a,b\n1,2\n", "sheet", "plain text"),
        (b"a,b\n1,2\n", "parquet", "plain text"),
    ],
)
def test_a_file_that_is_of_another_kind_is_told_by_what_it_is(
    content: bytes, reader: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(UnreadableError) as error:
        refuse_another_kind(tmp_path / "file", reader)
    assert said in error.value.why["en"]


@pytest.mark.parametrize(
    ("content", "reader"),
    [
        (b"a,b\n1,2\n", "csv"),
        (b"PK\x03\x04 and so on", "sheet"),
        (b"\xd0\xcf\x11\xe0 and so on", "sheet"),
        (b"<?xml version='1.0'?><Workbook/>", "sheet"),
        (b"PAR1 and so on", "parquet"),
        (b'{"type": "Topology"}', "shapes"),
        ("a,b\n".encode("utf-16"), "csv"),
    ],
)
def test_a_file_of_the_readers_own_kind_is_let_pass(content: bytes, reader: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    refuse_another_kind(tmp_path / "file", reader)
