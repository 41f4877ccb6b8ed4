"""What is left out of a book's totals: a list with reasons whose sum with what counts is everything that was read."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from book_copies import IRAQ, edit, small_book
from pledgebook.book.load import load_book
from pledgebook.build import compile_book
from pledgebook.cli import main
from pledgebook.measures.answer import Request
from pledgebook.sources.iati.scalars import number
from pledgebook.sources.snapshot import take_snapshots
from pledgebook.tables.build import Tables, build_tables
from pledgebook.tables.exclusion import REASONS, RULES, accounts

XML = "sources/activities/activities.xml"
Sums = dict[tuple[str, str], Decimal]


def transaction(kind: str = "3", amount: str = "10", about: str = "", day: str = "2020-06-01") -> str:
    dated = f"<transaction-date iso-date='{day}'/>" if day else ""
    value = f"<value currency='EUR'>{amount}</value>"
    return f"<transaction><transaction-type code='{kind}'/>{dated}{value}{about}</transaction>"


def activity(identifier: str, *inside: str, by: str = "XX-AID", about: str = "") -> str:
    return (
        f"<iati-activity default-currency='EUR' {about}><iati-identifier>{identifier}</iati-identifier>"
        f"<reporting-org ref='{by}' type='10'><narrative>Who says it</narrative></reporting-org>"
        f"<recipient-country code='XX'/><sector code='16030'/>{''.join(inside)}</iati-activity>\n"
    )


def to(receiver: str) -> str:
    return f"<receiver-org receiver-activity-id='{receiver}'/>"


def tables_of(book: Path) -> Tables:
    loaded = load_book(book)
    return build_tables(loaded, take_snapshots(loaded))


def book_of(folder: Path, *activities: str, once: str = "") -> Path:
    book = small_book(folder)
    (book / XML).write_text(f"<iati-activities version='2.03'>\n{''.join(activities)}</iati-activities>")
    if once:
        with (book / "objectives/money.yml").open("a") as file:
            file.write(f"counted_once: {once}\n")
    return book


def reasons(tables: Tables) -> list[tuple[str, str, str]]:
    rows = tables.rows["exclusion"]
    return sorted((str(r["activity_id"]), str(r["reason"]), str(r["rule"])) for r in rows)


def counted(tables: Tables) -> Sums:
    return {key: account.counted for key, account in accounts(tables.rows).items()}


def test_money_that_counts_in_every_total_is_on_no_list(tmp_path: Path) -> None:
    tables = tables_of(book_of(tmp_path, activity("XX-AID-1", transaction())))
    assert reasons(tables) == []
    assert counted(tables) == {("3", "EUR"): Decimal(10)}


@pytest.mark.parametrize(
    ("reason", "inside"),
    [
        ("no_amount", transaction(amount="a lot")),
        ("no_date", transaction(day="")),
        ("no_rate", transaction().replace("EUR", "XDR")),
        (
            "not_aligned",
            transaction(about="<sector code='11110'/>").replace(
                "<sector", "<recipient-country code='XX'/><sector"
            ),
        ),
        ("recipient_not_stated", transaction(about="<recipient-country code='XX' percentage='0'/>")),
    ],
)
def test_each_reason_leaves_its_share_out_and_says_so(tmp_path: Path, reason: str, inside: str) -> None:
    bare = activity("XX-AID-1", inside)
    if reason == "not_aligned":
        bare = bare.replace("<sector code='16030'/>", "", 1)
    assert ("XX-AID-1", reason, "") in reasons(tables_of(book_of(tmp_path, bare)))


def test_the_measures_leave_out_what_others_report_unless_the_rule_is_off(tmp_path: Path) -> None:
    theirs = activity("YY-1", transaction(amount="7"), by="YY-NGO")
    for name, once, expected in (("on", "", 10), ("off", "{own_reports: false}", 17)):
        book = book_of(tmp_path / name, activity("XX-AID-1", transaction()), theirs, once=once)
        answer = compile_book(book, lambda *_: None).measures.answer(Request("disbursed"))
        assert answer.value.interval.exact == expected


def test_what_others_report_is_left_out_unless_the_rule_is_off(tmp_path: Path) -> None:
    theirs = activity("YY-1", transaction(amount="7"), by="YY-NGO")
    ours = activity("XX-AID-1", transaction())
    on = tables_of(book_of(tmp_path / "on", ours, theirs))
    assert reasons(on) == [("YY-1", "not_own_report", "own_reports")]
    assert counted(on) == {("3", "EUR"): Decimal(10)}
    off = tables_of(book_of(tmp_path / "off", ours, theirs, once="{own_reports: false}"))
    assert reasons(off) == []
    assert counted(off) == {("3", "EUR"): Decimal(17)}


def test_of_two_copies_the_older_is_left_out_unless_the_rule_is_off(tmp_path: Path) -> None:
    older = activity("XX-AID-1", transaction(amount="8"), about="last-updated-datetime='2020-01-01'")
    newer = activity("XX-AID-1", transaction(), about="last-updated-datetime='2021-01-01'")
    on = tables_of(book_of(tmp_path / "on", older, newer))
    assert reasons(on) == [("XX-AID-1", "older_copy", "newest_copy")]
    assert counted(on) == {("3", "EUR"): Decimal(10)}
    assert accounts(on.rows)["3", "EUR"].read == 18
    off = tables_of(book_of(tmp_path / "off", older, newer, once="{newest_copy: false}"))
    assert (reasons(off), counted(off)) == ([], {("3", "EUR"): Decimal(18)})


def test_what_is_handed_on_to_an_activity_that_spends_it_counts_once_unless_the_rule_is_off(
    tmp_path: Path,
) -> None:
    parent = activity("XX-AID-1", transaction(about=to("XX-AID-2")), transaction("2", about=to("XX-AID-2")))
    child = activity("XX-AID-2", transaction(amount="9"))
    on = tables_of(book_of(tmp_path / "on", parent, child))
    assert reasons(on) == [("XX-AID-1", "passed_on", "passed_on")]
    assert counted(on) == {("2", "EUR"): Decimal(10), ("3", "EUR"): Decimal(9)}
    assert {r["activity_id"] for r in on.rows["flow"] if r["transaction_type"] == "3"} == {"XX-AID-2"}
    off = tables_of(book_of(tmp_path / "off", parent, child, once="{passed_on: false}"))
    assert counted(off)["3", "EUR"] == 19


def test_money_handed_on_to_an_activity_that_nobody_read_or_that_spends_none_still_counts(
    tmp_path: Path,
) -> None:
    parent = activity("XX-AID-1", transaction(about=to("XX-AID-2")), transaction(about=to("ZZ-9")))
    tables = tables_of(book_of(tmp_path, parent, activity("XX-AID-2")))
    assert reasons(tables) == []


@st.composite
def transactions(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["2", "3", "4", "11"]))
    amount = draw(st.sampled_from(["10", "-3.33", "1150.0197919542", "1,000", "none", ""]))
    about = draw(st.sampled_from(["", to("XX-AID-1"), to("XX-AID-2"), "<sector code='11110'/>"]))
    day = draw(st.sampled_from(["", "2020-06-01", "2199-01-01"]))
    return transaction(kind, amount, about, day)


@settings(max_examples=30, deadline=None)
@given(
    read=st.lists(
        st.tuples(
            st.sampled_from(["XX-AID-1", "XX-AID-2", "YY-1"]),
            st.sampled_from(["XX-AID", "YY-NGO"]),
            st.lists(transactions(), max_size=3),
        ),
        min_size=1,
        max_size=5,
    ),
    once=st.sampled_from(["", "{newest_copy: false}", "{own_reports: false}", "{passed_on: false}"]),
)
def test_what_counts_and_what_is_left_out_add_up_to_everything_in_the_file(
    read: list[tuple[str, str, list[str]]], once: str
) -> None:
    # two copies on one line would be one place read twice, so each activity stands on a line of its own
    activities = [activity(name, *inside, by=by) for name, by, inside in read]
    with TemporaryDirectory() as folder:
        book = book_of(Path(folder), *activities, once=once)
        root = etree.parse(book / XML).getroot()
        expected: defaultdict[str, Decimal] = defaultdict(Decimal)
        for element in root.iter("transaction"):
            code = element.find("transaction-type").get("code")
            expected[code] += number(element.findtext("value") or "") or Decimal(0)
        tables = tables_of(book)
        found = {kind: account.read for (kind, _), account in accounts(tables.rows).items()}
        assert found == expected
        left_out = sum((a.counted for a in accounts(tables.rows).values()), Decimal(0))
        listed = sum((r["amount"] or 0 for r in tables.rows["exclusion"]), Decimal(0))
        assert left_out + listed == sum(expected.values(), Decimal(0))


def test_the_measure_of_disbursements_is_what_counts_whatever_its_recipient(tmp_path: Path) -> None:
    parent = activity("XX-AID-1", transaction(about=to("XX-AID-2")))
    book = book_of(tmp_path, parent, activity("XX-AID-2", transaction(amount="9")))
    compiled = compile_book(book, lambda *_: None)
    answer = compiled.measures.answer(Request("disbursed"))
    assert answer.value.interval.exact == 9


def test_the_command_says_what_was_read_what_counts_and_which_rules_are_on(tmp_path: Path) -> None:
    book = book_of(tmp_path, activity("XX-AID-1", transaction()), activity("YY-1", transaction(), by="YY"))
    edit(book, "objectives/money.yml", "rules:", "counted_once: {passed_on: false}\nrules:")
    said = CliRunner().invoke(main, ["source", "counted", str(book)]).output
    assert "Type 3, EUR: 20 read, 10 counted." in said
    assert "10 left out: not reported by a department of the book (rule own_reports) (1 shares)" in said
    assert "Rule passed_on: switched off" in said
    french = CliRunner().invoke(main, ["source", "counted", str(book), "--lang", "fr"]).output
    assert "Type 3, EUR\u00a0: 20 lus, 10 comptés." in french


def test_a_rule_that_does_not_exist_is_told_at_its_line(tmp_path: Path) -> None:
    book = book_of(tmp_path, activity("XX-AID-1"), once="{newest: false}")
    result = CliRunner().invoke(main, ["source", "counted", str(book)])
    assert result.exit_code == 2
    assert "money.yml:6" in result.output


def test_every_reason_has_its_words() -> None:
    tables = tables_of(IRAQ)
    assert {row["reason"] for row in tables.rows["exclusion"]} <= set(REASONS)
    assert set(RULES) <= set(REASONS)
