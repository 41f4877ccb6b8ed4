"""Two snapshots of a source: what was added, removed and changed, field by field, and nothing else."""

from __future__ import annotations

from pathlib import Path

from pledgebook.sources.iati.changes import Change, changes

TRANSACTION = (
    "<transaction><transaction-type code='3'/><transaction-date iso-date='2020-01-0{day}'/>"
    "<value>{amount}</value></transaction>"
)


def activity(
    identifier: str, title: str = "Wells", amounts: tuple[str, ...] = ("100",), about: str = ""
) -> str:
    paid = "".join(TRANSACTION.format(day=n, amount=amount) for n, amount in enumerate(amounts, start=1))
    return (
        f"<iati-activity default-currency='USD' {about}><iati-identifier>{identifier}</iati-identifier>"
        f"<title><narrative>{title}</narrative></title>{paid}</iati-activity>\n"
    )


def put(folder: Path, name: str, *activities: str, about: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"<iati-activities version='2.03' {about}>\n{''.join(activities)}</iati-activities>")
    return path


def told(found: list[Change]) -> list[tuple[str, str]]:
    return [(change.activity_id, change.kind) for change in found]


def between(folder: Path, old: list[str], new: list[str]) -> list[Change]:
    return changes([put(folder / "old", "a.xml", *old)], [put(folder / "new", "a.xml", *new)])


def test_what_is_only_in_one_snapshot_was_added_or_removed_and_says_where_it_stands(tmp_path: Path) -> None:
    found = between(tmp_path, [activity("A"), activity("B")], [activity("B"), activity("C")])
    assert told(found) == [("A", "removed"), ("C", "added")]
    assert [change.record for change in found] == ["line 2", "line 3"]


def test_a_changed_activity_says_which_field_of_which_row_from_what_to_what(tmp_path: Path) -> None:
    found = between(tmp_path, [activity("A", amounts=("1", "2"))], [activity("A", amounts=("1", "3"))])
    assert told(found) == [("A", "changed")]
    fields = [(f.table, f.row, f.column, str(f.old), str(f.new)) for f in found[0].fields]
    assert fields == [
        ("transaction", 2, "amount", "2", "3"),
        ("transaction", 2, "amount_reported", "2", "3"),
    ]


def test_a_transaction_put_first_is_one_new_row_not_a_change_of_all(tmp_path: Path) -> None:
    old = activity("A", amounts=("1", "2"))
    new = old.replace("</title>", "</title>" + TRANSACTION.format(day=9, amount="7"))
    found = between(tmp_path, [old], [new])
    assert [(f.table, f.row, f.column, f.old) for f in found[0].fields] == [("transaction", 1, "", None)]
    assert "amount 7" in str(found[0].fields[0].new)


def test_another_order_other_blanks_and_another_place_are_no_change(tmp_path: Path) -> None:
    texts = [activity("A"), activity("B"), activity("C")]
    again = [text.replace("><", ">\n  <") for text in reversed(texts)]
    assert between(tmp_path, texts, again) == []


def test_a_root_that_was_written_again_changes_no_activity(tmp_path: Path) -> None:
    old = put(tmp_path / "old", "a.xml", activity("A"))
    new = put(tmp_path / "new", "a.xml", activity("A"), about="generated-datetime='2024-05-01'")
    assert changes([old], [new]) == []


def test_of_an_activity_in_several_files_the_newest_copy_is_compared(tmp_path: Path) -> None:
    older = activity("A", "Old words", about="last-updated-datetime='2020-01-01'")
    newer = activity("A", "New words", about="last-updated-datetime='2021-01-01'")
    old = [put(tmp_path / "old", "a.xml", older), put(tmp_path / "old", "b.xml", newer)]
    touched = older.replace("Old words", "Older words")
    new = [put(tmp_path / "new", "a.xml", touched), put(tmp_path / "new", "b.xml", newer)]
    assert changes(old, new) == []
    gone = changes(old, new[:1])
    assert [(f.column, f.old, f.new) for f in gone[0].fields if f.column == "title"] == [
        ("title", "New words", "Older words")
    ]


def test_a_file_that_cannot_be_cut_is_compared_too(tmp_path: Path) -> None:
    old = put(tmp_path / "old", "a.xml", activity("A"), activity("B"))
    new = put(tmp_path / "new", "a.xml", activity("A"), activity("B", "Pumps"))
    new.write_bytes(new.read_text().encode("utf-16"))
    assert told(changes([old], [new])) == [("B", "changed")]
