"""The book's own pages: the home page, and every page of prose that the book adds."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from pledgebook.book.load import Book, Objective, Prose
from pledgebook.claims.prose import FigureLink, leads_to, links_in
from pledgebook.errors import Where
from pledgebook.measures.answer import Request
from pledgebook.pages.content import PageOut
from pledgebook.pages.counting import TRUTHS, figures_in_words
from pledgebook.pages.macros import macro
from pledgebook.pages.prose_html import prose_html
from pledgebook.pages.view import View, way
from pledgebook.text import Text
from pledgebook.value import Known

HOME = "home"
MISLEADING = ("HED001", "HED002", "CON001", "CON002", "AGE001", "AGE003")


def text_of(view: View, page: str, here: str) -> Markup:
    """A text of the book as HTML, its figures opened to their proof; in the first language that has it, and said so."""
    texts, language = view.content.texts_of(page), view.language_of(page)
    if language == view.language:
        return _own_text(view, page, here, texts[language]) if texts else Markup("")
    names = view.language_name(language)
    text = _own_text(View(view.content, language), page, here, texts[language])
    said = Markup('<p class="note">{}</p>').format(view.t("text_in_another_language", language=names))
    return said + Markup('<div lang="{}">{}</div>').format(language, text)


def _own_text(view: View, page: str, here: str, prose: Prose) -> Markup:
    verdicts = {v.claim.link.id: v for v in view.verdicts if v.claim.page == page}
    told: list[dict[str, Any]] = []

    def figure(link: FigureLink, number: int) -> str:
        told.append(view.claim(verdicts[link.id], here))
        return macro(view, "figure", told[-1], str(number))

    text = prose_html(prose, figure, lambda a: resolved(view.language, here, a), view.t("table_region"))
    return text + Markup(macro(view, "proofs_on_paper", told)) if told else text


def resolved(language: str, here: str, address: str) -> str:
    """An address as a text has it, as the page has it: from folder to folder of the site."""
    to = leads_to(here, address)
    return address if to is None else way(language, here, *to)


def written_links(book: Book) -> dict[tuple[str, str], Where]:
    """Where the links of the texts stand, by file of the site and address in it."""
    found = {}
    for page, prose in book.prose():
        here = "" if page == HOME else page
        file = "/".join(p for p in (prose.language, here, "index.html") if p)
        for link in links_in(prose):
            with suppress(ValueError):
                found[file, resolved(prose.language, here, link.address)] = link.where
    return found


def home_page(view: View) -> PageOut:
    """What is promised, with what money, what happened, how do we know: in the first screen."""
    declared = view.book.declaration
    own = [v for v in view.verdicts if not _quotes(view, v.claim.page)]
    return PageOut(
        "",
        "home.html",
        view.say(declared.name),
        view.say(declared.summary),
        {
            "summary": view.say(declared.summary),
            "answers": [_promised(view), _paid(view), _does_not_hold(view), _age(view)],
            "objectives": [objective_card(view, o, "") for o in view.book.objectives.values()],
            "text": text_of(view, HOME, ""),
            "counted": figures_in_words(view, "own_figures_of", own),
            "choice": _choice(view),
            "figures_href": view.link("", "figures"),
        },
    )


def book_pages(view: View) -> list[PageOut]:
    """Every other page of prose that the book declares."""
    return [_book_page(view, name) for name, page in view.book.pages.items() if page.declaration.id != HOME]


def _book_page(view: View, name: str) -> PageOut:
    page = view.book.pages[name]
    found = [f for f in view.content.findings if f.page == name]
    found = [f for f in found if f.language in ("", view.language)]
    return PageOut(
        name,
        "prose.html",
        view.say(page.declaration.title),
        view.say(page.declaration.description),
        {
            "text": text_of(view, name, name),
            "quotes": page.declaration.quotes,
            "findings": [view.finding(f, name) for f in found],
            "findings_title": view.count("findings_here", len(found)),
        },
        ((view.say(page.declaration.title), ""),),
    )


def _quotes(view: View, page: str) -> bool:
    return page in view.book.pages and view.book.pages[page].declaration.quotes


def _answer(label: str, figure: str, sentence: str, href: str, link: str, state: str = "") -> dict[str, str]:
    return {
        "label": label,
        "figure": figure,
        "sentence": sentence,
        "href": href,
        "link_text": link,
        "state": state,
    }


def _promised(view: View) -> dict[str, str]:
    line = view.book.declaration.headline_pledge
    rows = [r for r in view.content.rows["pledge"] if r["pledge_id"] == line]
    if not rows:
        return _answer(
            view.t("answer_promised"),
            view.t("no_data"),
            view.t("promised_none"),
            view.link("", "money"),
            view.t("to_money"),
        )
    row = rows[0]
    return _answer(
        view.t("answer_promised"),
        view.money(row["amount"]),
        view.t("promised_sentence", label=view.column(row, "label")),
        view.link("", "money"),
        view.t("to_money"),
        "restated",
    )


def _paid(view: View) -> dict[str, str]:
    declared = view.book.declaration
    span, country = declared.period.span, declared.places.country_iso2
    committed = view.ask("committed", span=span, recipient=country).value
    disbursed = view.ask("disbursed", span=span, recipient=country).value
    sentence = "paid_sentence"
    if not isinstance(disbursed, Known) or not isinstance(committed, Known):
        sentence = "paid_only" if isinstance(disbursed, Known) else "paid_none"
    return _answer(
        view.t("answer_paid"),
        view.money(disbursed),
        view.t(
            sentence,
            committed=view.money(committed),
            country=view.name_of("iso", "country", country),
            period=view.period(span),
        ),
        view.link("", "money"),
        view.t("to_paid"),
    )


def _choice(view: View) -> list[str]:
    """Which of the sums of commitments the home page shows, and why; the others beside it."""
    declared = view.book.declaration
    span, country = declared.period.span, declared.places.country_iso2
    name = view.name_of("iso", "country", country)
    activities = len(view.content.rows["activity"])
    shown = view.ask("committed", span=span, recipient=country).value
    whole = view.ask("committed", span=span).value
    ever, ever_whole = view.ask("committed", recipient=country).value, view.ask("committed").value
    beside = view.ask("committed_without_share").value
    return [
        view.t("choice_shown", amount=view.money(shown, short=False), country=name, period=view.period(span)),
        view.t("choice_whole", amount=view.money(whole, short=False), n=view.number(activities)),
        view.t(
            "choice_ever", amount=view.money(ever, short=False), whole=view.money(ever_whole, short=False)
        ),
        view.t(
            "choice_beside" if isinstance(beside, Known) else "choice_beside_none",
            amount=view.money(beside, short=False),
            country=name,
        ),
    ]


def _does_not_hold(view: View) -> dict[str, str]:
    quoted = {v.claim.link.id for v in view.verdicts if _quotes(view, v.claim.page)}
    flagged = {
        (f.page, f.figure)
        for f in view.content.findings
        if _quotes(view, f.page) and f.problem.code in MISLEADING
    }
    years = {figure for _, figure in flagged if figure not in quoted}
    total = len(quoted) + len(years)
    to = next((n for n, p in view.book.pages.items() if p.declaration.quotes), "figures")
    own_failing = sum(
        1 for v in view.verdicts if not _quotes(view, v.claim.page) and v.truth == "does_not_hold"
    )
    if not total:
        return _answer(
            view.t("answer_fails"),
            view.number(own_failing),
            view.count("fails_own", own_failing),
            view.link("", "figures"),
            view.t("to_fails"),
            "does_not_hold" if own_failing else "",
        )
    return _answer(
        view.t("answer_fails"),
        view.t("n_of_m", n=view.number(len(flagged)), m=view.number(total)),
        view.count("fails_sentence", own_failing),
        view.link("", to),
        view.t("to_fails"),
        "does_not_hold" if flagged else "holds",
    )


def _age(view: View) -> dict[str, str]:
    as_of = view.book.declaration.as_of
    people = [v.answer.to_day for v in view.verdicts if v.answer.kind == "stock" and v.answer.to_day]
    newest = max(people, default=None)
    years = (as_of - newest).days // 365 if newest else 0
    return _answer(
        view.t("answer_age"),
        view.day(newest) if newest else view.t("no_data"),
        view.count("age_sentence", years, as_of=view.day(as_of)) if newest else view.t("age_none"),
        view.link("", "data"),
        view.t("to_age"),
        "stale" if years >= 1 else "",
    )


def objective_card(view: View, objective: Objective, here: str) -> dict[str, Any]:
    """An objective as its card on a page."""
    declared = objective.declaration
    page = f"objectives/{declared.id}"
    truths = Counter(v.truth for v in view.verdicts if v.claim.page == page)
    span, country = view.book.declaration.period.span, view.book.declaration.places.country_iso2
    money = _money_of(view, declared.id) if declared.has_money else {"text": "", "status": "not_applicable"}
    facts = [{"label": view.t("committed_to", country=view.name_of("iso", "country", country)), **money}]
    facts.append(
        {
            "label": view.t("figures_tested"),
            "text": view.t("n_of_m", n=view.number(truths["holds"]), m=view.number(sum(truths.values()))),
        }
    )
    facts += [
        {"label": view.t(f"figures_{truth}"), "text": view.number(truths[truth])}
        for truth in TRUTHS
        if truth != "holds" and (truths[truth] or truth == "restated")
    ]
    no_data = sum(
        1 for m in view.content.rows["milestone"] if m["objective"] == declared.id and m["state"] == "no_data"
    )
    if no_data:
        facts.append({"label": view.t("commitments_without_data"), "text": view.number(no_data)})
    return {
        "number_label": view.t("objective_number", n=view.number(declared.order)),
        "title": view.say(declared.short),
        "href": view.link(here, page),
        "sentence": view.say(declared.outcomes or Text(en="", fr="")),
        "facts": facts,
        "span": span,
    }


def _money_of(view: View, objective: str) -> dict[str, str]:
    declared = view.book.declaration
    keys = (("objective", objective), ("recipient", declared.places.country_iso2))
    if objective not in view.measures.values_of("committed", "objective"):
        return {"text": "", "status": "not_reported"}
    answer = view.measures.answer(Request("committed", keys, None, declared.period.span))
    if not isinstance(answer.value, Known):
        return {"text": "", "status": "not_reported"}
    zero = answer.value.interval.exact == Decimal(0)
    return {"text": view.money(answer.value), "status": "zero" if zero else "reported"}
