"""Every fault of a file that was seen or can be thought of ends in issues, and takes nothing else with it.

``docs/iati-faults.md`` is made from these cases: run this file to write it again.
"""

from __future__ import annotations

import gzip
import json
import socket
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from pledgebook.sources.iati import cut
from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.tables import ALL

PAGE = Path(__file__).resolve().parents[2] / "docs" / "iati-faults.md"
CURRENCIES = frozenset({"USD"})
LOWERED = 400_000
"""The largest piece while the cases run, so that one that is too large need not be built in full."""


def activity(name: str, inside: str = "") -> str:
    return (
        f'<iati-activity default-currency="USD">\n<iati-identifier>{name}</iati-identifier>\n{inside}'
        '<transaction><transaction-type code="2"/><value value-date="2020-01-01">5</value></transaction>\n'
        "</iati-activity>\n"
    )


def file(
    inside: str, root: str = 'version="2.03"', before: str = "", after: str = "</iati-activities>\n"
) -> str:
    """A file of three activities, of which the second has something inside."""
    middle = activity("XM-2", inside)
    return f"{before}<iati-activities {root}>\n{activity('XM-1')}{middle}{activity('XM-3')}{after}"


def title(text: str) -> str:
    return f"<title>\n<narrative>{text}</narrative></title>\n"


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n'


def zipped(name: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), "x")
    return content.getvalue()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10))
THREE = ("XM-1", "XM-2", "XM-3")
WITHOUT_SECOND = ("XM-1", "XM-3")
CAFE = title("Café")


@dataclass(frozen=True)
class Case:
    """A fault by name; what is read all the same, and its issues: code, line, activity, element."""

    en: str
    fr: str
    content: bytes
    read: tuple[str, ...]
    issues: tuple[tuple[str, int, str, str], ...]


def text_case(
    en: str,
    fr: str,
    text: str,
    read: tuple[str, ...],
    *issues: tuple[str, int, str, str],
    encoding: str = "utf-8",
) -> Case:
    return Case(en, fr, text.encode(encoding), read, issues)


def kind(en: str, fr: str, content: bytes, code: str = "not-xml") -> Case:
    return Case(en, fr, content, (), ((code, 1, "", ""),))


CASES = (
    text_case(
        "A bare ampersand", "Une esperluette seule", file(title("Food & water")), THREE,
        ("bare-ampersand", 9, "XM-2", "narrative"),
    ),
    text_case(
        "An entity that nobody declared", "Une entité que personne n’a déclarée", file(title("A&nbsp;B")), THREE,
        ("bare-ampersand", 9, "XM-2", "narrative"),
    ),
    text_case(
        "Control characters", "Des caractères de contrôle", file(title("A\x0bB&#2;")), THREE,
        ("character-not-allowed", 9, "XM-2", "narrative"),
    ),
    text_case(
        "A prefix that nobody declared", "Un préfixe que personne n’a déclaré", file("<own:code>A</own:code>\n"), THREE,
        ("prefix-not-declared", 8, "XM-2", "own:code"),
    ),
    text_case(
        "Tags that do not match", "Des balises qui ne correspondent pas", file("<title>\n</titel>\n"), WITHOUT_SECOND,
        ("activity-not-well-formed", 9, "XM-2", "title"),
    ),
    text_case(
        "An attribute without quotes", "Un attribut sans guillemets", file("<budget type=1/>\n"), WITHOUT_SECOND,
        ("activity-not-well-formed", 8, "XM-2", "budget"),
    ),
    text_case(
        "The same attribute twice", "Deux fois le même attribut", file('<sector code="1" code="2"/>\n'), WITHOUT_SECOND,
        ("activity-not-well-formed", 8, "XM-2", "sector"),
    ),
    text_case(
        "10,000 elements inside one another", "10 000 éléments les uns dans les autres",
        file("<a>" * 10_000 + "</a>" * 10_000), WITHOUT_SECOND,
        ("activity-beyond-limits", 8, "XM-2", "a"),
    ),
    text_case(
        "An attribute larger than the reader keeps (64 MiB; 400 kB in this case)",
        "Un attribut plus long que ce que le lecteur conserve (64 Mio ; 400 ko dans ce cas)",
        file(f'<title own="{"x" * 2_700_000}"/>\n'), WITHOUT_SECOND,
        ("piece-too-large", 6, "XM-2", "title"),
    ),
    text_case(
        "A file that stops half way through an activity", "Un fichier qui s’arrête au milieu d’une activité",
        file("")[:-150], ("XM-1", "XM-2"),
        ("not-well-formed", 11, "XM-3", "iati-identifier"),
    ),
    text_case(
        "A file that stops between two activities", "Un fichier qui s’arrête entre deux activités",
        file("", after=""), THREE,
        ("not-well-formed", 14, "", ""),
    ),
    text_case(
        "Something behind the end of the root", "Quelque chose après la fin de la racine",
        file("", after="</iati-activities>\n<more/>\n"), THREE,
        ("not-well-formed", 15, "", "more"),
    ),
    text_case(
        "An XML declaration on line 2", "Une déclaration XML à la ligne 2", file(CAFE, before="\n" + declared("UTF-8")),
        THREE,
        ("declaration-late", 2, "", ""),
    ),
    text_case(
        "An encoding that does not exist", "Un encodage qui n’existe pas", file(CAFE, before=declared("utf8mb4")),
        THREE,
        ("encoding-unknown", 1, "", ""),
    ),
    text_case(
        "UTF-8 that is declared as UTF-16", "De l’UTF-8 déclaré comme UTF-16", file(CAFE, before=declared("UTF-16")),
        THREE,
        ("encoding-lies", 1, "", ""),
    ),
    text_case(
        "UTF-8 that is declared as Latin-1", "De l’UTF-8 déclaré comme Latin-1",
        file(CAFE, before=declared("ISO-8859-1")), THREE,
        ("encoding-lies", 10, "XM-2", "narrative"),
    ),
    text_case(
        "Latin-1 that is declared as UTF-8", "Du Latin-1 déclaré comme UTF-8", file(CAFE, before=declared("UTF-8")),
        THREE,
        ("not-in-encoding", 10, "XM-2", "narrative"), encoding="latin-1",
    ),
    text_case(
        "UTF-16 with a byte order mark that is declared as UTF-8",
        "De l’UTF-16 avec indicateur d’ordre des octets, déclaré comme UTF-8", file(CAFE, before=declared("UTF-8")),
        THREE,
        ("encoding-lies", 1, "", ""), encoding="utf-16",
    ),
    text_case(
        "Entities within entities (billion laughs)", "Des entités dans des entités (« billion laughs »)",
        file(title("&a9;"), before=f"<!DOCTYPE iati-activities [{LAUGHS}]>\n"), (),
        ("entities-declared", 1, "", ""),
    ),
    text_case(
        "An entity that reads another file", "Une entité qui lit un autre fichier",
        file(title("&a;"), before='<!DOCTYPE iati-activities [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n'), (),
        ("entities-declared", 1, "", ""),
    ),
    text_case(
        "A parameter entity that reads another file", "Une entité paramètre qui lit un autre fichier",
        file("", before='<!DOCTYPE iati-activities [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>\n'), (),
        ("entities-declared", 1, "", ""),
    ),
    text_case(
        "A version that does not exist", "Une version qui n’existe pas", file("", root='version="99.03"'), THREE,
        ("unknown-version", 2, "", ""),
    ),
    text_case(
        "No version", "Aucune version", file(CAFE, root=""), THREE,
        ("version-missing", 2, "", ""),
    ),
    text_case(
        "An activity without identifier", "Une activité sans identifiant",
        file("").replace("XM-2", " "), WITHOUT_SECOND,
        ("identifier-missing", 6, "", "iati-activity"),
    ),
    text_case(
        "An amount that is no number", "Un montant qui n’est pas un nombre",
        file("<budget>\n<value>about 5</value>\n</budget>\n"), THREE,
        ("not-a-number", 9, "XM-2", "value"),
    ),
    text_case(
        "A currency that is on no list", "Une monnaie qui n’est dans aucune liste",
        file('<budget>\n<value currency="XXX">5</value>\n</budget>\n'), THREE,
        ("unknown-currency", 9, "XM-2", "value"),
    ),
    text_case(
        "A budget without an amount", "Un budget sans montant", file("<budget>\n</budget>\n"), THREE,
        ("amount-missing", 8, "XM-2", "budget"),
    ),
    text_case(
        "A share that is no number", "Une part qui n’est pas un nombre",
        file('<sector code="11110" percentage="50"/>\n<sector code="11120" percentage="half"/>\n'), THREE,
        ("not-a-share", 9, "XM-2", "sector"),
    ),
    kind("An empty file", "Un fichier vide", b"", "empty-file"),
    kind("Blanks only", "Uniquement des blancs", b" \n\n ", "empty-file"),
    kind("A web page", "Une page web", b"<!DOCTYPE html>\n<html><body><p>Not found</body></html>"),
    kind("A web page without doctype", "Une page web sans doctype", b"<HTML><p>Error 500"),
    kind("A workbook (XLSX)", "Un classeur (XLSX)", zipped("[Content_Types].xml")),
    kind("A ZIP archive", "Une archive ZIP", zipped("activities.xml")),
    kind("A gzip archive", "Une archive gzip", gzip.compress(file("").encode(), mtime=0)),
    kind("JSON", "Du JSON", json.dumps({"error": "not found"}).encode()),
    kind("Plain text", "Du texte brut", b"Service unavailable"),
    kind("A file of organisations", "Un fichier d’organisations", b"<iati-organisations/>", "not-activities"),
)  # fmt: skip

HARMLESS = (
    text_case("UTF-8 with a byte order mark", "", file(CAFE), THREE, encoding="utf-8-sig"),
    text_case("UTF-16", "", file(CAFE, before=declared("UTF-16")), THREE, encoding="utf-16"),
    text_case(
        "UTF-16 without a mark", "", file(CAFE, before=declared("UTF-16")), THREE, encoding="utf-16-le"
    ),
    text_case("Latin-1", "", file(CAFE, before=declared("ISO-8859-1")), THREE, encoding="latin-1"),
    text_case("Windows-1252", "", file(CAFE, before=declared("windows-1252")), THREE, encoding="cp1252"),
    text_case("Windows-1250", "", file(CAFE, before=declared("windows-1250")), THREE, encoding="cp1250"),
    text_case("GB 18030", "", file(CAFE, before=declared("GB18030")), THREE, encoding="gb18030"),
    text_case("Mac", "", file(CAFE, before=declared("macintosh")), THREE, encoding="mac_roman"),
    text_case("A DTD", "", file(CAFE, before='<!DOCTYPE iati-activities SYSTEM "none.dtd">\n'), THREE),
    text_case("A declared namespace", "", file('<x:a xmlns:x="urn:x">1</x:a>'), THREE),
    text_case("Ampersands in CDATA", "", file(title("<![CDATA[A & B &nbsp;]]>")), THREE),
)


def read(content: bytes) -> tuple[list[ActivityRead], list[Row]]:
    found = list(read_activities(BytesIO(content), "file.xml", CURRENCIES, ALL))
    return [a for a in found if a.activity_id], [issue for a in found for issue in a.issues]


@pytest.fixture(autouse=True)
def _lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "LARGEST_PIECE", LOWERED)


@pytest.mark.parametrize("case", [*CASES, *HARMLESS], ids=lambda case: case.en)
def test_a_fault_is_told_with_its_place_and_takes_nothing_else_with_it(case: Case) -> None:
    started = time.perf_counter()
    activities, issues = read(case.content)
    assert time.perf_counter() - started < 5
    assert tuple(a.activity_id for a in activities) == case.read
    assert [a.rows["transaction"][0]["amount"] for a in activities] == [5] * len(case.read)
    told = tuple((i["code"], i["record"], i["activity_id"], i["element"]) for i in issues)
    assert told == tuple((code, f"line {line}", name, element) for code, line, name, element in case.issues)
    assert {i["source"] for i in issues} <= {"file.xml"}


WITH_ACCENT = [case for case in (*CASES, *HARMLESS) if b"Caf" in case.content.replace(b"\0", b"")]


@pytest.mark.parametrize("case", WITH_ACCENT, ids=lambda case: case.en)
def test_a_text_is_read_right_whatever_its_encoding_is_called(case: Case) -> None:
    activities, _ = read(case.content)
    assert activities[1].rows["activity"][0]["title"] == "Café"


def test_a_mended_text_says_what_its_author_wrote() -> None:
    activities, _ = read(file(title("Food & water &nbsp;<![CDATA[ & ]]>")).encode())
    assert activities[1].rows["activity"][0]["title"] == "Food & water &nbsp; &"


def test_several_faults_of_one_activity_are_mended_together() -> None:
    body = title("A & B\x0b").encode() + b"<x:y>caf\xe9</x:y>"
    activities, issues = read(file("@").encode().replace(b"@", body))
    assert [a.activity_id for a in activities] == list(THREE)
    assert {i["code"] for i in issues} == {
        "bare-ampersand", "character-not-allowed", "not-in-encoding", "prefix-not-declared",
    }  # fmt: skip


def test_a_fault_of_a_file_without_line_breaks_names_its_element() -> None:
    content = file(title("A & B") + "<capital-spend/>").replace("\n", "")
    _, (issue,) = read(content.encode())
    assert (issue["record"], issue["element"], issue["value"]) == ("line 1", "narrative", "& B")
    _, (issue,) = read(content.replace("& B", "<b></c>").encode())
    assert (issue["record"], issue["element"], issue["code"]) == ("line 1", "b", "activity-not-well-formed")


def test_a_mended_activity_that_is_still_no_xml_is_left_out() -> None:
    activities, issues = read(file("<title>A & B</titel>").encode())
    assert [a.activity_id for a in activities] == list(WITHOUT_SECOND)
    assert [i["code"] for i in issues] == ["activity-not-well-formed"]


def test_a_file_that_is_cut_anywhere_keeps_what_stands_before() -> None:
    content = file(CAFE).encode()
    for length in range(0, len(content) - len(b"</iati-activities>\n"), 7):
        activities, issues = read(content[:length])
        complete = content[:length].count(b"</iati-activity>")
        assert len(activities) == complete, length
        assert len(issues) == 1, length


@pytest.mark.parametrize("where", ["SYSTEM", "PUBLIC 'x'"])
def test_nothing_is_read_from_outside(where: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.dtd"
        for outside in (address, secret.as_uri()):
            for doctype in (
                f'<!DOCTYPE iati-activities {where} "{outside}">',
                f'<!DOCTYPE iati-activities {where} "{outside}" [<!ELEMENT a ANY>]>',
                f'<!DOCTYPE iati-activities [<!ENTITY a {where} "{outside}">]>',
                f'<!DOCTYPE iati-activities [<!ENTITY % a {where} "{outside}">%a;]>',
                f'<?xml-stylesheet href="{outside}"?>',
            ):
                found = list(
                    read_activities(
                        BytesIO(file(title("&a;"), before=doctype).encode()), "a", CURRENCIES, ALL
                    )
                )
                assert "secret words" not in repr(found)
        with pytest.raises(TimeoutError):
            server.accept()


class Huge(RawIOBase):
    """A file with an attribute of 500 MB between two activities, made while it is read."""

    def __init__(self) -> None:
        self._parts = self._made()

    def _made(self) -> Iterator[bytes]:
        yield f"<iati-activities version='2.03'>\n{activity('XM-1')}<iati-activity own='".encode()
        for _ in range(500):
            yield b"x" * 1_000_000
        yield f"'></iati-activity>\n{activity('XM-3')}</iati-activities>".encode()

    def read(self, size: int = -1) -> bytes:
        return next(self._parts, b"")


def test_an_attribute_of_500_mb_is_refused_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    tracemalloc.start()
    started = time.process_time()
    found = list(read_activities(Huge(), "file.xml", CURRENCIES))  # type: ignore[arg-type]
    seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [a.activity_id for a in found] == ["XM-1", "", "XM-3"]
    assert [i["code"] for a in found for i in a.issues] == ["piece-too-large"]
    assert (cut.LARGEST_PIECE, peak < 300_000_000, seconds < 20) == (64 * 1024 * 1024, True, True)


PIECES = (
    b"<", b">", b"&", b'"', b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b"</iati-activity>", b"\0", b"\xc3",
    b"<iati-activity>", b"</iati-activities>", b"x:", b"&b;", b"\xef\xbb\xbf", b"<a>", b"\n", b" ", b"<a/>", b"&amp;",
)  # fmt: skip


def mutated(content: bytes, random: Random) -> bytes:
    """The content with a few pieces put in, bytes changed or left out."""
    changed = bytearray(content)
    for _ in range(random.choice([1, 1, 2, 20])):
        place = random.randrange(len(changed))
        match random.randrange(3):
            case 0:
                changed[place:place] = random.choice(PIECES)
            case 1:
                changed[place] = random.randrange(256)
            case _:
                del changed[place : place + random.randrange(1, 60)]
    return bytes(changed)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["canada/gac-iraq.xml", "versions/valid-activity-1.02.xml"])
def test_a_mutated_real_file_never_stops_the_reader_and_loses_no_money_while_it_is_xml(
    shared: Path, name: str
) -> None:
    whole = (shared / "data/iati" / name).read_bytes()
    content = whole[: whole.find(b"</iati-activity>", 30_000)] + b"</iati-activity>\n</iati-activities>"
    random, well_formed = Random(3), 0
    for _ in range(300):
        changed = mutated(content, random)
        activities, issues = read(changed)
        try:
            root = etree.fromstring(changed)
        except etree.XMLSyntaxError:
            assert issues
            continue
        well_formed += 1
        named = [
            a for a in root.iterchildren("iati-activity") if (a.findtext("iati-identifier") or "").strip()
        ]
        transactions = sum(1 for a in named for _ in a.iterchildren("transaction"))
        assert sum(len(a.rows["transaction"]) for a in activities) == transactions
    assert well_formed > 30


def test_the_page_of_faults_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), f"run: python {Path(__file__).name}"


@pytest.mark.parametrize("name", ["utf8\0mb4", "unicode_escape", "base64", "idna", ""])
def test_an_encoding_that_no_file_is_written_in_is_told(name: str) -> None:
    activities, issues = read(file(CAFE, before=declared(name)).encode())
    assert [i["code"] for i in issues] == ["encoding-unknown"]
    assert activities[1].rows["activity"][0]["title"] == "Café"


def test_no_two_faults_have_one_name() -> None:
    names = [name for case in CASES for name in (case.en, case.fr)]
    assert len(set(names)) == len(names)


def page() -> str:
    """The page of faults, from what the reader makes of each case."""
    lines = [
        "# Faults of IATI files, and what the reader makes of each",
        "",
        "<!-- Made by tests/sources/test_iati_faults.py from its cases; edit those. -->",
        "",
        "Each case is a file of three activities (XM-1, XM-2, XM-3), the second of which has the fault, or a file"
        " that is something else. “Read” says whose rows are there all the same.",
        "",
        "Chaque cas est un fichier de trois activités (XM-1, XM-2, XM-3), dont la deuxième présente le défaut, ou un"
        " fichier d’une autre nature. « Read » indique les activités dont les lignes sont tout de même là.",
        "",
        "| fault | issue | where | read | what is said |",
        "|---|---|---|---|---|",
    ]
    for case in CASES:
        activities, issues = read(case.content)
        (issue,) = issues
        place = ", ".join(str(issue[name]) for name in ("record", "activity_id", "element") if issue[name])
        said = f"{issue['message_en']} <br> {issue['message_fr']}".replace("|", "\\|")
        names = ", ".join(a.activity_id for a in activities) or "–"
        lines.append(f"| {case.en} <br> {case.fr} | `{issue['code']}` | {place} | {names} | {said} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    cut.LARGEST_PIECE = LOWERED
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
