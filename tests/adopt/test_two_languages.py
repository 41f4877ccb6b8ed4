"""A page and the same page in another language, side by side."""

from __future__ import annotations

from pathlib import Path

from pages_adopted import findings

from pledgebook.adopt import Draft, adopt_pages, read_page

ENGLISH = (
    "Xanadu gave over $4 billion over five years (2016-2021). In 2020, about 1,200 families returned. In 2021 "
    "it may give over $1.5 billion."
)


def both(folder: Path, french: str) -> Draft:
    pages = []
    for language, text in (("en", ENGLISH), ("fr", french)):
        page = folder / f"page.{language}.txt"
        page.write_text(text, encoding="utf-8")
        pages.append(read_page(page, language))
    return adopt_pages(pages)


def disagreements(draft: Draft) -> list[tuple[str, str]]:
    return [found for found in findings(draft) if found[0] in ("LNG002", "LNG003")]


def test_languages_that_say_the_same_give_no_finding_and_share_their_questions(tmp_path: Path) -> None:
    draft = both(
        tmp_path,
        "Xanadu a donné plus de 4 milliards de dollars sur cinq ans (2016-2021). En 2020, environ 1 200 familles "
        "sont revenues. En 2021, il pourra donner plus de 1,5 milliard de dollars.",
    )
    assert not disagreements(draft)
    asked = [[m.question for m in page if m.question] for page in draft.mentions]
    assert asked == [[1, 2, 3], [1, 2, 3]]


def test_another_number_another_hedge_and_a_figure_too_many_are_told(tmp_path: Path) -> None:
    draft = both(
        tmp_path,
        "Xanadu a donné plus de 4 milliards de dollars sur six ans (2016-2021). En 2020, environ 1 200 familles "
        "sont revenues et 20 écoles ont ouvert. En 2021, il pourra donner jusqu’à 1,5 milliard de dollars.",
    )
    assert disagreements(draft) == [
        ("LNG003", "six ans"), ("LNG002", "20"), ("LNG003", "jusqu’à 1,5 milliard de dollars"),
    ]  # fmt: skip
