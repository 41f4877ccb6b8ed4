"""The code lists: what is in them, that every name stands in both languages, that they match the standard."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from lxml import etree

from pledgebook.codes import codes_of, known, lists, name_of

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

STANDARD = {
    ("iati", "activity_date_type"): "ActivityDateType",
    ("iati", "activity_status"): "ActivityStatus",
    ("iati", "aid_type"): "AidType",
    ("iati", "aid_type_category"): "AidType-category",
    ("iati", "budget_status"): "BudgetStatus",
    ("iati", "budget_type"): "BudgetType",
    ("iati", "collaboration_type"): "CollaborationType",
    ("iati", "finance_type"): "FinanceType",
    ("iati", "finance_type_category"): "FinanceType-category",
    ("iati", "flow_type"): "FlowType",
    ("iati", "organisation_role"): "OrganisationRole",
    ("iati", "organisation_type"): "OrganisationType",
    ("iati", "policy_marker"): "PolicyMarker",
    ("iati", "policy_significance"): "PolicySignificance",
    ("iati", "region_vocabulary"): "RegionVocabulary",
    ("iati", "result_type"): "ResultType",
    ("iati", "sector_vocabulary"): "SectorVocabulary",
    ("iati", "tied_status"): "TiedStatus",
    ("iati", "transaction_type"): "TransactionType",
    ("dac", "region"): "Region",
    ("dac", "sector"): "Sector",
    ("dac", "sector_category"): "SectorCategory",
    ("iso", "country"): "Country",
    ("iso", "currency"): "Currency",
}

# Codes that ISO 4217 has, or no longer has, and the standard's copy of it says otherwise.
CURRENCIES_ISO_ADDED = {"XCG", "ZWG"}
CURRENCIES_OF_OLD_RATES = {"CYP", "MTL", "ROL", "SIT", "SKK", "TRL"}
CURRENCIES_ISO_WITHDREW = {"ANG", "BGN", "CUC", "HRK", "SLL", "ZWL"}


def every_code():
    return [(f"{a}/{n}", entry) for a, n in lists() for entry in codes_of(a, n).values()]


def rows_of(root: Path, authority: str, name: str) -> list[dict[str, str]]:
    file = root / "src" / "pledgebook" / "codelists" / authority / f"{name}.csv"
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def test_the_lists_are_the_ones_that_are_needed():
    assert set(lists()) == set(STANDARD)


def test_every_code_has_a_name_in_both_languages():
    without = [(where, entry.code) for where, entry in every_code() if not all(entry.name.values())]
    assert without == []
    assert all(set(entry.name) == {"en", "fr"} for _, entry in every_code())


def test_no_code_is_twice_and_the_codes_are_sorted(root: Path):
    for authority, name in lists():
        codes = [row["code"] for row in rows_of(root, authority, name)]
        numbers = all(code.isdigit() for code in codes)
        assert codes == sorted(set(codes), key=int if numbers else str), f"{authority}/{name}"


def test_a_status_is_active_or_withdrawn_and_nothing_else(root: Path):
    words = {row["status"] for authority, name in lists() for row in rows_of(root, authority, name)}
    assert words == {"active", "withdrawn"}


def test_a_category_is_a_code_of_the_list_of_categories():
    nested = [(a, n) for a, n in lists() if any(entry.category for entry in codes_of(a, n).values())]
    assert nested == [("dac", "sector"), ("iati", "aid_type"), ("iati", "finance_type")]
    for authority, name in nested:
        for entry in codes_of(authority, name).values():
            above = entry.category
            if name == "aid_type" and len(entry.code) == 4:  # B021 lies in B02, itself an aid type
                assert known(authority, name, above), f"{authority}/{name} {entry.code}: {above}"
            else:
                assert known(authority, f"{name}_category", above), (
                    f"{authority}/{name} {entry.code}: {above}"
                )


def test_a_sector_lies_in_the_category_of_its_first_three_digits():
    elsewhere = {c.code for c in codes_of("dac", "sector").values() if c.code[:3] != c.category}
    assert elsewhere == set()


def test_names_are_typeset_with_curly_apostrophes_and_single_spaces():
    straight = [(where, e.code) for where, e in every_code() for n in e.name.values() if "'" in n]
    loose = [(where, e.code) for where, e in every_code() for n in e.name.values() if "  " in n]
    trailing = [(where, e.code) for where, e in every_code() for n in e.name.values() if n != n.strip(" .")]
    assert (straight, loose, trailing) == ([], [], [])


def test_french_names_have_a_no_break_space_before_a_colon_and_a_percent_sign():
    wrong = [(where, e.code) for where, e in every_code() if re.search(r"[^\u00a0][:%]", e.name["fr"])]
    assert wrong == []


def test_french_capitals_keep_their_accents():
    bare = re.compile(r"\b(?:Education|Energie|Egalité|Equipements?|Etats?|Echange|Elections?|Emirats)\b")
    assert [(where, e.code) for where, e in every_code() if bare.search(e.name["fr"])] == []


def test_names_that_stand_on_pages_are_right_in_both_languages():
    assert name_of("iati", "transaction_type", "2", "fr") == "Engagement sortant"
    assert name_of("iati", "transaction_type", "4", "fr") == "Dépense"
    assert name_of("iati", "policy_marker", "1", "fr") == "Égalité des genres"
    assert name_of("dac", "sector", "15250", "fr") == (
        "Enlèvement des mines terrestres et des restes explosifs de guerre"
    )
    assert name_of("dac", "region", "589", "fr") == "Moyen-Orient, régional"
    assert name_of("iso", "country", "IQ", "fr") == "Iraq"
    assert name_of("iso", "country", "CD", "en") == "Democratic Republic of the Congo"
    assert name_of("iso", "currency", "CAD", "fr") == "dollar canadien"


def test_a_country_has_no_article_and_is_not_written_back_to_front():
    backwards = re.compile(r"\((?:the|la|le|les|l’)|, (?:the|la|le|les)\b|\bthe\)$")
    names = [n for c in codes_of("iso", "country").values() for n in c.name.values()]
    assert [n for n in names if backwards.search(n)] == []


def test_a_withdrawn_code_is_known_and_told_apart():
    assert known("dac", "sector", "15120")
    assert not codes_of("dac", "sector")["15120"].is_active
    assert codes_of("dac", "sector")["15111"].is_active


def test_no_currency_is_not_a_currency():
    assert not known("iso", "currency", "XXX")
    assert name_of("iso", "currency", "XXX", "en") is None


def test_every_currency_that_has_exchange_rates_is_known():
    from currency_converter import CurrencyConverter

    assert {c for c in CurrencyConverter().currencies if not known("iso", "currency", c)} == set()


def test_a_code_is_text_and_its_case_and_spaces_count():
    assert not known("iati", "transaction_type", "03")
    assert not known("iso", "country", "iq")
    assert not known("iso", "country", " IQ")


def test_a_list_that_does_not_exist_is_an_error_that_names_those_that_do():
    with pytest.raises(KeyError, match=r"no code list iati/sector; there are dac/region, dac/sector, "):
        codes_of("iati", "sector")


def test_a_list_is_found_by_its_name_only_and_never_by_a_path():
    with pytest.raises(KeyError):
        codes_of("iati/../dac", "sector")


def test_a_language_nobody_wrote_is_an_error_and_no_other_language_stands_in():
    with pytest.raises(KeyError):
        name_of("iso", "country", "IQ", "de")


def test_nobody_can_change_a_list_for_everybody_else():
    with pytest.raises(TypeError):
        codes_of("iso", "country")["IQ"] = codes_of("iso", "country")["JO"]  # type: ignore[index]


@pytest.mark.shared
@pytest.mark.parametrize(("authority", "name"), sorted(STANDARD))
def test_the_list_has_the_codes_of_the_standard_with_their_status(shared: Path, authority: str, name: str):
    theirs = {
        item.findtext("code"): item.get("status", "active") == "active"
        for item in standard_list(shared, STANDARD[authority, name]).iter("codelist-item")
    }
    ours = {entry.code: entry.is_active for entry in codes_of(authority, name).values()}
    if name == "currency":
        theirs |= dict.fromkeys(CURRENCIES_ISO_ADDED, True)
        theirs |= dict.fromkeys(CURRENCIES_OF_OLD_RATES | CURRENCIES_ISO_WITHDREW, False)
    assert ours == theirs


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "not_in_the_standard"),
    [
        ("canada/gac-iraq.xml", set()),
        ("canada/gac-all.xml", {"13012", "15171", "15172", "15173"}),
        ("iraq/iraq-other-publishers.xml", {"15171", "15172", "15173"}),
    ],
)
def test_the_codes_that_publishers_really_use_have_names(
    shared: Path, file: str, not_in_the_standard: set[str]
):
    used = {
        ("iati", "transaction_type"): ".//transaction-type/@code",
        ("iati", "activity_status"): ".//activity-status/@code",
        ("iati", "policy_significance"): ".//policy-marker/@significance",
        ("iati", "organisation_role"): ".//participating-org/@role",
        ("iati", "finance_type"): ".//default-finance-type/@code",
        ("iati", "flow_type"): ".//default-flow-type/@code",
        ("dac", "sector"): ".//sector[not(@vocabulary) or @vocabulary='1' or @vocabulary='DAC']/@code",
        ("dac", "sector_category"): ".//sector[@vocabulary='2']/@code",
        ("iso", "country"): ".//recipient-country/@code",
        ("iso", "currency"): "@default-currency | .//value/@currency",
    }
    found: dict[tuple[str, str], set[str]] = {key: set() for key in used}
    path = shared / "data" / "iati" / file
    for _, activity in etree.iterparse(str(path), tag="iati-activity", huge_tree=True):
        for key, expression in used.items():
            found[key] |= {str(code) for code in activity.xpath(expression)}
        activity.clear()
    assert all(found[key] for key in (("dac", "sector"), ("iso", "currency"), ("iati", "transaction_type")))
    unknown = {key: {c for c in codes if not known(*key, c)} for key, codes in found.items()}
    assert unknown.pop(("dac", "sector")) == not_in_the_standard
    assert {key: codes for key, codes in unknown.items() if codes} == {}


def standard_list(shared: Path, name: str) -> etree._ElementTree:
    folder = shared / "data" / "standard"
    found = [folder / kind / f"{name}.xml" for kind in ("codelists-embedded-2.03", "codelists-nonembedded")]
    return etree.parse(str(next(file for file in found if file.is_file())))
