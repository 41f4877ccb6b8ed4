"""Versions 1.01 to 1.05 say the same as 2.03 in letters, words and texts: the rows are the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from pledgebook import codes
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import ALL

CURRENCIES = frozenset(codes.codes_of("iso", "currency"))
MONEY = '<transaction-date iso-date="2010-05-01"/><value value-date="2010-05-01">7</value>'


def read(
    body: str, *, version: str = "1.04", attributes: str = 'xml:lang="en" default-currency="USD"'
) -> ActivityRead:
    content = (
        f'<iati-activities version="{version}"><iati-activity {attributes}>'
        f"<iati-identifier>XM-1</iati-identifier>{body}</iati-activity></iati-activities>"
    )
    return list(read_activities(BytesIO(content.encode()), "a", CURRENCIES, ALL))[-1]


def only(activity: ActivityRead, table: str) -> Row:
    (row,) = activity.rows[table]
    return row


LETTERS = {
    "IF": "1", "I": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9", "CG": "10",
    "c": "2", " D ": "3", "3": "3",
}  # fmt: skip


@pytest.mark.parametrize(("letter", "code"), LETTERS.items())
def test_a_letter_is_a_transaction_type_of_2_03(letter: str, code: str) -> None:
    activity = read(f'<transaction><transaction-type code="{letter}"/>{MONEY}</transaction>')
    assert (only(activity, "transaction")["transaction_type"], activity.issues) == (code, [])


@pytest.mark.parametrize(
    ("word", "code"), [("Commitment", "2"), ("\n Expenditure ", "4"), ("Décaissement", "3")]
)
def test_a_word_without_a_code_is_a_transaction_type(word: str, code: str) -> None:
    activity = read(f"<transaction><transaction-type>{word}</transaction-type>{MONEY}</transaction>")
    assert only(activity, "transaction")["transaction_type"] == code


def test_a_letter_that_no_version_knows_keeps_its_money_and_is_told() -> None:
    activity = read(f'<transaction><transaction-type code="ZZ"/>{MONEY}</transaction>')
    row = only(activity, "transaction")
    assert (row["transaction_type"], row["amount"]) == (None, Decimal(7))
    assert [(i["code"], i["value"]) for i in activity.issues] == [("unknown-transaction-type", "ZZ")]


@pytest.mark.parametrize(
    ("kind", "code"),
    [("start-planned", "1"), ("start-actual", "2"), ("end-planned", "3"), ("end-actual", "4")],
)
def test_a_day_may_stand_as_text(kind: str, code: str) -> None:
    row = only(read(f'<activity-date type="{kind}">2012-04-03</activity-date>'), "activity_date")
    assert (row["date_type"], row["day"], row["comment"]) == (code, date(2012, 4, 3), None)


def test_an_iso_date_comes_before_the_text_and_the_text_is_kept() -> None:
    activity = read('<activity-date type="end-planned" iso-date="2012-04-03">early April</activity-date>')
    row = only(activity, "activity_date")
    assert (row["day"], row["comment"], activity.issues) == (date(2012, 4, 3), "early April", [])


def test_a_text_that_is_no_day_is_told() -> None:
    activity = read('<activity-date type="end-planned">some day</activity-date>')
    assert [(i["code"], i["value"]) for i in activity.issues] == [("not-a-date", "some day")]
    assert activity.rows["activity"][0]["end_date"] is None


def test_a_transaction_date_may_stand_as_text() -> None:
    value = '<value value-date="2010-05-02">7</value>'
    day = "<transaction-date>2010-05-01</transaction-date>"
    body = f'<transaction><transaction-type code="C"/>{day}{value}</transaction>'
    assert only(read(body), "transaction")["transaction_date"] == date(2010, 5, 1)


@pytest.mark.parametrize(
    ("role", "code"), [("Funding", "1"), ("Accountable", "2"), ("Extending", "3"), ("implementing", "4")]
)
def test_a_role_is_a_word_and_a_name_the_elements_own_text(role: str, code: str) -> None:
    row = only(
        read(f'<participating-org role="{role}">\n Water\n  for all </participating-org>'),
        "participating_org",
    )
    assert (row["role"], row["org_name"], row["org_name_en"]) == (code, "Water for all", "Water for all")


VOCABULARIES = {
    "DAC": "1", "DAC-3": "2", "COFOG": "3", "NACE": "4", "NTEE": "5", "ADT": "6", "RO": "99", "RO2": "98", "": "1",
    "WB": "WB",
}  # fmt: skip


@pytest.mark.parametrize(("letters", "code"), VOCABULARIES.items())
def test_a_sectors_vocabulary_is_letters(letters: str, code: str) -> None:
    activity = read(f'<sector vocabulary="{letters}" code="15160" percentage="100">Rights</sector>')
    assert [share.vocabulary for share in activity.shares.sectors] == [code]
    assert only(activity, "declared_share")["share_name"] == "Rights"


def test_a_gender_marker_of_the_dac_is_the_gender_marker() -> None:
    marker = '<policy-marker vocabulary="DAC" code="1" significance="2">Gender</policy-marker>'
    assert read(marker).rows["activity"][0]["gender_marker"] == 2


def test_a_status_may_be_a_word_alone() -> None:
    assert (
        read("<activity-status>Post-completion</activity-status>").rows["activity"][0]["status_code"] == "4"
    )


def test_a_title_repeated_in_another_language_is_one_title() -> None:
    row = read('<title>Water</title><title xml:lang="fr">Eau</title>').rows["activity"][0]
    assert (row["title"], row["title_en"], row["title_fr"]) == ("Water", "Water", "Eau")


def test_a_sector_said_in_two_languages_is_100_and_not_200_per_cent() -> None:
    said = '<sector vocabulary="DAC" code="15160" percentage="100"{}>{}</sector>'
    activity = read(said.format("", "Rights") + said.format(' xml:lang="fr"', "Droits"))
    assert [share.percentage for share in activity.shares.sectors] == [Decimal(100)]


def test_two_organisations_without_reference_stay_two() -> None:
    orgs = '<participating-org role="Implementing">A</participating-org>'
    activity = read(orgs + '<participating-org role="Implementing" xml:lang="fr">B</participating-org>')
    assert [row["org_name"] for row in activity.rows["participating_org"]] == ["A", "B"]


def test_places_of_every_version_have_a_point_and_codes() -> None:
    old = read(
        '<location><coordinates latitude="33.0" longitude="44.0"/><location-type code="PPL"/>'
        '<gazetteer-entry gazetteer-ref="GEO">99237</gazetteer-entry></location>'
    )
    new = read(
        '<location><location-id vocabulary="G1" code="99237"/><point><pos>33.0 44.0</pos></point>'
        '<feature-designation code="PPL"/></location>',
        version="2.03",
    )
    for table in ("location", "location_code"):
        first, second = only(old, table), only(new, table)
        assert first | {"record": ""} == second | {"record": ""}
    assert (only(old, "location")["latitude"], only(old, "location")["longitude"]) == ("33.0", "44.0")


NEW = '<transaction><transaction-type code="2"/></transaction><title><narrative>T</narrative></title>'
OLD = '<transaction><transaction-type code="C"/></transaction><title>T</title>'


@pytest.mark.parametrize(
    ("version", "body", "issue"),
    [
        ("2.04", NEW, "unknown-version"),
        ("99.03", NEW, "unknown-version"),
        ("99.03", OLD, "unknown-version"),
        ("1.06", '<transaction><transaction-type code="C"/></transaction>', "unknown-version"),
        ("", OLD, "version-missing"),
        ("", NEW, "version-missing"),
    ],
)
def test_an_unknown_version_is_read_by_how_it_is_written(version: str, body: str, issue: str) -> None:
    content = (
        f'<iati-activities version="{version}"><iati-activity><iati-identifier>X</iati-identifier>{body}'
        "</iati-activity></iati-activities>"
    )
    of_file, activity = read_activities(BytesIO(content.encode()), "a", CURRENCIES)
    assert [row["code"] for row in of_file.issues] == [issue]
    assert only(activity, "transaction")["transaction_type"] == "2"
    assert only(activity, "activity")["iati_version"] == (version or None)


def test_a_version_on_the_activity_counts_where_the_root_has_none() -> None:
    inside = b'<iati-activity version="1.03"><iati-identifier>X</iati-identifier></iati-activity>'
    content = b"<iati-activities>" + inside + b"</iati-activities>"
    (activity,) = read_activities(BytesIO(content), "a", CURRENCIES)
    assert only(activity, "activity")["iati_version"] == "1.03"


# --- real data: one set of activities, published as 1.04 and as 2.03

CAUSES = {
    ("activity", "iati_version"): "the files say so",
    ("activity", "last_updated"): "the 2.03 file was made eleven days later (7 and 18 April 2016)",
    ("description", "rows"): "only the 2.03 file has descriptions; they repeat the titles",
    ("location", "exactness"): "the 1.04 file has exactness and location-class in each other's place",
    ("location", "location_class"): "the 1.04 file has exactness and location-class in each other's place",
    ("transaction", "amount_reported"): "the 1.04 file breaks the line around each amount",
}


@pytest.fixture(scope="module")
def both(shared: Path) -> list[dict[str, ActivityRead]]:
    files = [
        shared / "data/iati/versions" / f"iati_{version}_IraqAIMS_GeocodedResearchRelease.xml"
        for version in ("1.04", "2.03")
    ]
    return [{a.activity_id: a for a in read_activities(file, "aiddata", CURRENCIES, ALL)} for file in files]


def totals(activities: dict[str, ActivityRead]) -> dict[tuple[object, ...], Decimal]:
    sums: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for activity in activities.values():
        for row in activity.rows["transaction"]:
            amount = row["amount"]
            assert isinstance(amount, Decimal)
            sums[row["transaction_type"], row["currency"]] += amount
    return dict(sums)


@pytest.mark.shared
def test_1_04_and_2_03_of_the_same_data_hold_the_same_activities_and_totals(
    both: list[dict[str, ActivityRead]],
) -> None:
    old, new = both
    assert (len(old), old.keys()) == (1338, new.keys())
    assert totals(old) == totals(new)
    assert {kind for kind, _ in totals(old)} == {"2", "3", "4"}
    assert not [issue for half in both for activity in half.values() for issue in activity.issues]


@pytest.mark.shared
def test_every_difference_between_1_04_and_2_03_has_a_cause_in_the_files(
    both: list[dict[str, ActivityRead]],
) -> None:
    old, new = both
    differences: Counter[tuple[str, str]] = Counter()
    for identifier, activity in old.items():
        other = new[identifier]
        for table in activity.rows.keys() - {"other_element"}:
            first, second = activity.rows[table], other.rows[table]
            differences[table, "rows"] += len(first) != len(second)
            for one, two in zip(first, second, strict=False):
                for column in one.keys() - {"record"}:
                    differences[table, column] += one[column] != two[column]
    found = {where: count for where, count in differences.items() if count}
    for (table, column), count in sorted(found.items()):
        print(f"{table}.{column}: {count}: {CAUSES.get((table, column), 'no cause is known')}")
    assert found.keys() == CAUSES.keys()
