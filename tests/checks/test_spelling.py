"""Spelling: what is mistyped is found where it stands, and what is meant (names, both Englishes, acronyms) is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from spellchecker import SpellChecker

from book_copies import IRAQ, edit, findings, iraq_compiled, place_of, placed, small_book, write
from pledgebook.book.load import load_book
from pledgebook.checks import spelling
from pledgebook.checks.finding import Finding
from pledgebook.yaml_text import load_yaml

HOME, FRENCH = "pages/home/en.md", "pages/home/fr.md"
MISTYPED = {
    "en": """
    accomodation acheived adress agreeement assistence begining beleive comitted commited comunity concensus
    definately desicion developement displacd enviroment familes goverment governement humanitarain hygeine
    independant intergrated maintainance managment neccessary occured organistion partnersip persued populaton
    privious recieved refugess resettlment responsability seperate stabilzation stratagy succesful suport
    sustainible tarnsport teh thier trainning vulnerble
    """,
    "fr": """
    acceuil acomplir aggressif apparament apeller assistence batiment camapgne deplacé dévelopement dévelloper
    environnemment etat financment gouvernment hebergement humanitare immeditement inisiative loceaux malgrés
    necessaire objetcif parmis persone pilotge populaton programe reffugiés réintallation sécurtié soutein
    stratégei vulnérabe
    """,
}


def added(folder: Path, text: str, file: str = HOME) -> Path:
    """The small book with a paragraph added to its home page in one language."""
    book = small_book(folder)
    heading = "## Money" if file == HOME else "## L’argent"
    edit(book, file, heading, f"{heading}\n\n{text}")
    return book


def misspelled(book: Path) -> list[Finding]:
    return [f for f in findings(book) if f.problem.code == "LNG014"]


def words(book: Path) -> list[str]:
    return [f.problem.what["en"].split("“")[1].split("”")[0] for f in misspelled(book)]


def test_a_mistyped_word_is_a_warning_at_its_line_and_column_with_what_is_near(tmp_path: Path) -> None:
    book = added(tmp_path, "The goverment helped them, and the\nfamilies recieved tents.")
    found = misspelled(book)
    assert [placed(book, f.problem) for f in found] == [
        f"LNG014 {place_of(book, HOME, 'goverment')}",
        f"LNG014 {place_of(book, HOME, 'recieved')}",
    ]
    assert "Did you mean “government”?" in found[0].problem.what["en"]
    assert "Vouliez-vous dire «\u00a0received\u00a0»" in found[1].problem.what["fr"]
    assert {f.severity for f in found} == {"warning"}
    assert "dictionary/en.txt" in found[0].problem.next["en"]


def test_of_two_words_as_usual_as_each_other_the_first_by_the_alphabet_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dictionary = SpellChecker(language=None, distance=1)
    dictionary.word_frequency.load_words(["qwzxd", "qwzxa", "qwzxb", "qwzxc", "tenté", "tante", "tante"])
    monkeypatch.setattr(spelling, "_dictionary", lambda _: dictionary)
    assert spelling._nearest.__wrapped__("Qwzxe", "en") == "Qwzxa"
    assert spelling._nearest.__wrapped__("tente", "fr") == "tenté"
    assert spelling._nearest.__wrapped__("bbbbbbbbbb", "en") == ""


def test_french_is_held_against_french_also_behind_an_apostrophe(tmp_path: Path) -> None:
    text = "Jusqu’à présent l’hébergment des familles n’a pas changé, et aujourd’hui le gouvernment attend."
    book = added(tmp_path, text, FRENCH)
    assert words(book) == ["hébergment", "gouvernment"]
    assert placed(book, misspelled(book)[0].problem) == f"LNG014 {place_of(book, FRENCH, 'hébergment')}"


@pytest.mark.parametrize("language", MISTYPED)
def test_nearly_every_word_that_people_mistype_is_found(language: str) -> None:
    mistyped = MISTYPED[language].split()
    missed = [word for word in mistyped if spelling._is_word(word, language, frozenset())]
    assert len(mistyped) >= 34
    assert len(missed) <= 0.05 * len(mistyped), missed


@pytest.mark.parametrize(
    "text",
    [
        "The organisation’s programme of stabilisation favoured defence, labour and a centre of their own.",
        "The organization’s program of stabilization favored defense, labor and a center of their own.",
        "They analysed and analyzed it; they travelled, traveled, and catalogued it.",
        "UNHCR, WFP, NGOs and the IDPs of COVID-19 wrote to problems@example.org and https://example.org/qwzxk.",
        "The file `qwzxk.csv` and [a page](../../figures/) are no words; nor is B2B, nor p-code.",
        "They don’t, can’t and didn’t; it isn't what it's about.",
    ],
)
def test_what_is_meant_is_not_found(tmp_path: Path, text: str) -> None:
    assert words(added(tmp_path, text)) == []


def test_french_with_its_accents_ligatures_and_elisions_is_not_found(tmp_path: Path) -> None:
    text = "L’œuvre des sœurs, quoiqu’inachevée, s’étend jusqu’au nord ; lorsqu’on y va, c’est à pied, où qu’il faille."
    assert words(added(tmp_path, text.replace(" ;", "\u202f;"), FRENCH)) == []


def test_places_and_organisations_that_the_tables_name_are_known_and_their_misspellings_are_not(
    tmp_path: Path,
) -> None:
    place = load_yaml((small_book(tmp_path, "a") / "sources/places/source.yml").read_text(encoding="utf-8"))
    assert place["table"] == "place"
    assert words(added(tmp_path / "b", "In Xanadu the news is good.")) == []
    assert words(added(tmp_path / "c", "In Xanaduh the news is good.")) == ["Xanaduh"]


def test_a_book_names_its_own_words_for_each_language_apart(tmp_path: Path) -> None:
    text = "The qwzxk stands."
    book = added(tmp_path, text)
    assert words(book) == ["qwzxk"]
    write(book, "dictionary/fr.txt", "qwzxk\n")
    assert words(book) == ["qwzxk"]
    write(book, "dictionary/en.txt", "# ours\nQwzxk  # a kind of hut\n")
    assert words(book) == []


def test_a_paragraph_in_another_language_is_told_once_and_not_word_by_word(tmp_path: Path) -> None:
    text = "Les familles qui ont dû partir sont dans des tentes, et elles attendent le retour de la paix."
    book = added(tmp_path, text)
    codes = {f.problem.code for f in findings(book)}
    assert "LNG009" in codes
    assert "LNG014" not in codes


def test_the_words_of_the_real_book_are_words_and_its_own_list_is_short_and_used() -> None:
    assert [f for f in iraq_compiled().findings if f.problem.code == "LNG014"] == []
    texts = dict.fromkeys(("en", "fr"), "")
    for _, prose in load_book(IRAQ).prose():
        texts[prose.language] += prose.text.casefold()
    for language, text in texts.items():
        own = spelling._own_words(load_book(IRAQ), language)
        assert 0 < len(own) <= 12
        assert all(word in text for word in own)


def test_words_that_the_engine_adds_are_really_lacking_in_the_dictionary() -> None:
    for language, added_words in spelling._table()["also"].items():
        assert [w for w in added_words if w in spelling._dictionary(language)] == []


def test_the_dictionaries_are_not_read_before_a_text_is_checked() -> None:
    code = "import sys, pledgebook.cli; sys.exit('spellchecker' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
