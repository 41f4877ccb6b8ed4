"""A share of arrivals gives no small count away: neither by itself nor as the whole people that it allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from book_copies import compiled, small_book, write
from pledgebook.measures.answer import Request
from pledgebook.value import Known

HEADS = "arrival_id,stage,people_group,as_of,people,share_of,share_percent,source\n"


@pytest.mark.parametrize(("share", "is_told"), [("1", False), ("0.5..<1.5", False), ("50", True)])
def test_a_share_of_fewer_people_than_the_threshold_allows_none(
    tmp_path: Path, share: str, is_told: bool
) -> None:
    book = small_book(tmp_path)
    whole = "all,arrivals,all,2020-01-31,600,,,announcement\n"
    part = f"part,arrivals,women,2020-01-31,,all,{share},announcement\n"
    write(book, "ledgers/arrivals.csv", HEADS + whole + part)
    done = compiled(book)
    assert done.book.declaration.threshold > 6
    where = (("group", "women"), ("stage", "arrivals"))
    for measure in ("arrival_share", "arrival_share_people"):
        assert isinstance(done.measures.answer(Request(measure, where)).value, Known) is is_told
