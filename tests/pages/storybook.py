"""One page with every part and every chart, in each language, with invented figures.

Drawn by hand with ``python tests/pages/storybook.py FOLDER``.
"""
# ruff: noqa: E501 - a table of words reads best with each sentence on its line

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from pledgebook.pages import charts
from pledgebook.pages.drawn_table import draw_table
from pledgebook.text import texts_of
from pledgebook.theme import served_sheets

LANGUAGES = {"en": "English", "fr": "Français"}
SECTIONS = (
    ("Home", "Accueil"),
    ("Objectives", "Objectifs"),
    ("Money", "Argent"),
    ("Needs", "Besoins"),
    ("Results", "Résultats"),
    ("People", "Personnel"),
    ("Milestones", "Jalons"),
    ("Projects", "Projets"),
    ("Figures", "Chiffres"),
    ("Data", "Données"),
)
THIN = "\u202f"

PAGE = """{% extends "theme/base.html" %}{% import "theme/macros.html" as m with context %}
{% block lead %}
<p class="kicker">{{ w.kicker }}</p>
<h1>{{ page.title }}</h1>
<p class="standfirst">{{ w.standfirst }}</p>
<div class="answers">{% for a in answers %}{{ m.answer(*a) }}{% endfor %}</div>
{% endblock %}
{% block content %}
{% call m.section("prose", w.prose, w.prose_standfirst) %}
<div class="prose"><p>{{ w.sentence }} {{ m.figure(claims[0]) }} {{ w.people }} {{ m.figure(claims[1]) }} {{ w.ceiling }}
{% for c in claims[2:] %}{{ m.figure(c) }}, {% endfor %}{{ w.end }}</p></div>
{{ m.notice(w.notice) }}{{ m.notice(w.notice, "warning") }}{{ m.notice(w.notice, "error") }}
<div class="badges">{% for c in claims %}{{ m.verdict_badge(c.truth, c.truth_label) }}{% endfor %}
{% for k in ("fair", "rounded", "overstated", "understated") %}{{ m.wording_badge(k, t("wording_" ~ k)) }}{% endfor %}
{% for k in ("current", "stale", "revised", "undated") %}{{ m.age_badge(k, t("age_" ~ k)) }}{% endfor %}</div>
{{ m.proof(claims[0]) }}
{% endcall %}
{% call m.section("objectives", w.objectives) %}
<div class="objectives">{% for o in objectives %}{{ m.objective_card(o) }}{% endfor %}</div>
{% endcall %}
{% call m.section("cells", w.cells, w.cells_standfirst) %}
{{ m.data_table(w.table, columns, rows, "cells-table") }}
{{ m.data_table(w.empty_table, columns, [], "empty-table") }}
{{ m.data_table(w.long_table, columns, long_rows, "long-table") }}
{% endcall %}
{% call m.section("findings", w.findings) %}
<ul class="findings">{% for f in findings %}{{ m.finding_item(f) }}{% endfor %}</ul>
{% endcall %}
{% call m.section("charts", w.charts) %}
{% for c in drawn %}{{ m.chart(c.svg, c.finding, m.data_table(c.finding, columns, rows, c.id ~ "-table"), c.id, c.note) }}{% endfor %}
{% endcall %}
{% endblock %}"""

WORDS: Mapping[str, tuple[str, str]] = {
    "kicker": ("Strategy 2016–2022", "Stratégie 2016-2022"),
    "title": (
        "What came of a strategy for Ruritania",
        "Ce qu’il est advenu d’une stratégie pour la Ruritanie",
    ),
    "standfirst": (
        "Of 41 figures published about the strategy, 19 hold against open data, 7 do not, and 15 cannot be tested "
        "because nobody published the data.",
        "Sur 41 chiffres publiés au sujet de la stratégie, 19 se vérifient dans les données ouvertes, 7 non, et 15 "
        "ne peuvent être vérifiés faute de données publiées.",
    ),
    "prose": ("In prose", "En toutes lettres"),
    "prose_standfirst": (
        "Every figure opens to its proof.",
        "Chaque chiffre s’ouvre sur sa preuve.",
    ),
    "sentence": ("At the end of 2020,", "Fin 2020,"),
    "people": (
        "people were displaced. The mission had",
        "de personnes étaient déplacées. La mission comptait",
    ),
    "ceiling": ("soldiers; besides", "militaires ; en outre"),
    "end": ("and so on.", "et ainsi de suite."),
    "notice": (
        "CAD 73.5 million of commitments have no share for this country: they stand beside the total, not in it.",
        "Des engagements de 73,5 millions de dollars n’ont pas de part pour ce pays : ils figurent à côté du total.",
    ),
    "objectives": ("Objectives", "Objectifs"),
    "cells": ("Cells", "Cellules"),
    "cells_standfirst": (
        "Zero, no report, not applicable and withheld are four different things.",
        "Zéro, non déclaré, sans objet et non divulgué sont quatre choses différentes.",
    ),
    "table": ("People in need by place, 2020", "Personnes dans le besoin par lieu, 2020"),
    "empty_table": ("A table without rows", "Un tableau sans ligne"),
    "long_table": ("A longer table", "Un tableau plus long"),
    "findings": ("What does not hold", "Ce qui ne se vérifie pas"),
    "charts": ("Charts", "Graphiques"),
    "place": ("Place", "Lieu"),
    "people_column": ("People", "Personnes"),
    "needed": ("Required (CAD)", "Requis ($ CA)"),
    "share": ("Share of the total", "Part du total"),
    "nothing": ("No data", "Aucune donnée"),
    "description": (
        "The same values stand in the table below.",
        "Les mêmes valeurs figurent dans le tableau.",
    ),
}
PLACES = (
    "Northmark",
    "Westmark",
    "Eastmark",
    "Southmark",
    "Oldford",
    "Salt-Valley",
    "Upperham",
    "Sulaymaniyah",
    "Midway",
)


def environment(template: str = PAGE) -> Environment:
    """The environment that draws the page: the project's templates, and strict about what is missing."""
    loader = PrefixLoader(
        {
            "theme": PackageLoader("pledgebook.pages", "templates"),
            "story": DictLoader({"page.html": template}),
        }
    )
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.globals["draw_table"] = draw_table
    return made


def write_storybook(folder: Path) -> list[Path]:
    """The page in each language and the theme beside it; the paths of the pages."""
    source = resources.files("pledgebook.pages") / "theme"
    (folder / "theme").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(str(source / "site.js"), folder / "theme" / "site.js")
    for name, sheet in zip(("first.css", "site.css"), served_sheets({}, {}), strict=True):
        (folder / "theme" / name).write_text(sheet, encoding="utf-8")
    return [_write(folder, language) for language in LANGUAGES]


def _write(folder: Path, language: str) -> Path:
    page = folder / language / "index.html"
    page.parent.mkdir(exist_ok=True)
    template = environment().get_template("story/page.html")
    page.write_text(template.render(context(language)), encoding="utf-8")
    return page


def context(language: str) -> dict[str, Any]:
    """All that the page is given."""
    w = {key: both[list(LANGUAGES).index(language)] for key, both in WORDS.items()}
    strings = texts_of("pledgebook.pages", "strings.yml")
    other = "fr" if language == "en" else "en"
    return {
        "t": lambda key: strings[key][language],
        "w": w,
        "site": _site(language),
        "page": {
            "title": w["title"],
            "language": language,
            "description": w["standfirst"],
            "path": "index.html",
            "twins": [
                {
                    "language": other,
                    "lang": other,
                    "label": LANGUAGES[other],
                    "href": f"../{other}/index.html",
                }
            ],
            "breadcrumb": [
                {"href": "index.html", "label": _either(language, "Home", "Accueil")},
                {"href": "", "label": w["title"]},
            ],
            "modified": "2026-11-23",
            "modified_words": _either(language, "23 November 2026", "23 novembre 2026"),
            "problem_href": "mailto:figures@example.org?subject=index",
            "depth_prefix": "../",
            "uses_script": True,
        },
        "answers": _answers(language),
        "claims": _claims(language, lambda key: strings[key][language]),
        "objectives": _objectives(language),
        "columns": [
            {"label": w["place"]},
            {"label": w["people_column"], "numeric": True},
            {"label": w["needed"], "numeric": True},
            {"label": w["share"], "numeric": True},
        ],
        "rows": _rows(language),
        "long_rows": [_row(language, f"{place} {i}", i * 731 + 12) for i in range(3) for place in PLACES],
        "findings": _findings(language),
        "drawn": draw_all(language, w),
    }


def _either(language: str, en: str, fr: str) -> str:
    return en if language == "en" else fr


def whole(language: str, number: Decimal) -> str:
    """A number of the axis in the page's language."""
    text = f"{number:,f}"
    return text if language == "en" else text.replace(",", THIN)


def _site(language: str) -> dict[str, Any]:
    nav = [
        {
            "href": "index.html" if i == 0 else f"#{en.lower()}",
            "label": _either(language, en, fr),
            "current": i == 0,
        }
        for i, (en, fr) in enumerate(SECTIONS)
    ]
    return {
        "name": _either(language, "Ruritania strategy, tested", "Stratégie Ruritanie, mise à l’épreuve"),
        "disclaimer": _either(
            language,
            "Independent demonstration made from public data. Not a publication of any government.",
            "Démonstration indépendante faite de données publiques. Ceci n’est pas une publication officielle.",
        ),
        "nav": nav,
        "languages": list(LANGUAGES),
        "problem_address": "figures@example.org",
    }


def _answers(language: str) -> list[tuple[str, ...]]:
    money = _either(language, "CAD\u00a083.8\u00a0million", "83,8\u00a0millions\u00a0$\u00a0CA")
    return [
        (
            _either(language, "What was promised", "Ce qui a été promis"),
            _either(language, "over $4\u00a0billion", "plus de 4\u00a0milliards\u00a0$"),
            _either(
                language,
                "for three countries and their region, 2016–2022; no part for this country alone was published.",
                "pour trois pays et leur région, 2016-2022 ; aucune part pour ce seul pays n’a été publiée.",
            ),
            "#money",
            _either(language, "All published envelopes", "Toutes les enveloppes publiées"),
        ),
        (
            _either(language, "What was paid", "Ce qui a été payé"),
            money,
            _either(
                language,
                "committed to 16 activities by the shares that were reported, to the end of 2021.",
                "engagés dans 16 activités selon les parts déclarées, jusqu’à la fin de 2021.",
            ),
            "#money",
            _either(language, "Follow the money", "Suivre l’argent"),
        ),
        (
            _either(language, "What does not hold", "Ce qui ne se vérifie pas"),
            _either(language, "7 of 41 figures", "7 chiffres sur 41"),
            _either(
                language,
                "say something else than the data; 15 more cannot be tested at all.",
                "disent autre chose que les données ; 15 autres ne peuvent être vérifiés.",
            ),
            "#findings",
            _either(language, "See each of them", "Voir chacun d’eux"),
            "does_not_hold",
        ),
        (
            _either(language, "How old are the data", "L’âge des données"),
            _either(language, "December 2021", "décembre 2021"),
            _either(
                language,
                "is the newest day for which any source reports; the oldest one is from June 2016.",
                "est le dernier jour couvert par une source ; la plus ancienne date de juin 2016.",
            ),
            "#data",
            _either(language, "Age of every source", "Âge de chaque source"),
        ),
    ]


def _claims(language: str, t: Any) -> list[dict[str, str | None]]:
    truths = ("holds", "does_not_hold", "undecided", "restated", "no_data", "withheld", "not_testable")
    en = (
        "approximately 1.2 million",
        "up to 850",
        "over $2 billion",
        "more than 1,400",
        "most",
        "12",
        "many",
    )
    fr = (
        "environ 1,2\u00a0million",
        "jusqu’à 850",
        "plus de 2\u00a0milliards",
        "plus de 1\u202f400",
        "la plupart",
        "12",
        "bien des",
    )
    return [
        {
            "id": f"c{i}",
            "words": _either(language, en[i], fr[i]),
            "truth": truth,
            "truth_label": t(f"truth_{truth}"),
            "href": f"#c{i}",
            "value": _either(language, "1,224,108 people", "1\u202f224\u202f108 personnes"),
            "as_of": _either(language, "31 December 2020", "31 décembre 2020"),
            "measure": "displaced_people",
            "measure_href": "#measure",
            "source": _either(
                language, "Displacement tracking, round 119", "Suivi des déplacements, ronde 119"
            ),
            "source_href": "#source",
            "method": _either(
                language, "the last round on or before the day", "la dernière ronde au plus tard ce jour"
            ),
            "reason": _either(
                language,
                "The value lies inside what the words allow: 1,150,000 to 1,250,000.",
                "La valeur est dans ce que les mots permettent : de 1\u202f150\u202f000 à 1\u202f250\u202f000.",
            ),
            "words_read": _either(
                language, "about 1,200,000, within 50,000", "environ 1\u202f200\u202f000, à 50\u202f000 près"
            ),
            "wording": "rounded",
            "wording_label": t("wording_rounded"),
            "age": "current",
            "age_label": t("age_current"),
            "csv_href": "rows.csv",
            "address": f"/{language}/figures/#c{i}",
            "problem_href": "mailto:figures@example.org",
        }
        for i, truth in enumerate(truths)
    ]


def _objectives(language: str) -> list[dict[str, Any]]:
    titles = (
        ("Humanitarian assistance according to need", "Une aide humanitaire selon les besoins"),
        ("Better governance, with more women in it", "Une meilleure gouvernance, avec plus de femmes"),
        ("Stability where people return", "La stabilité là où les gens reviennent"),
        ("Training of security forces", "La formation des forces de sécurité"),
        ("Diplomacy for unity and accountability", "La diplomatie pour l’unité et la reddition de comptes"),
    )
    states = ("holds", "does_not_hold", "undecided", "no_data", "restated")
    t = texts_of("pledgebook.pages", "strings.yml")
    return [
        {
            "number_label": _either(language, f"Objective {i}", f"Objectif {i}"),
            "title": _either(language, *title),
            "href": f"#objective-{i}",
            "sentence": _either(language, "3 of 5 figures hold.", "3 chiffres sur 5 se vérifient."),
            "state": state,
            "state_label": t[f"truth_{state}"][language],
            "facts": [
                {
                    "label": _either(language, "Committed", "Engagé"),
                    "text": _either(language, "CAD 12.3 M", "12,3 M$ CA"),
                },
                {"label": _either(language, "Reported", "Déclaré"), "text": "", "status": "not_reported"},
            ],
        }
        for i, (title, state) in enumerate(zip(titles, states, strict=True), 1)
    ]


def _row(language: str, place: str, people: int) -> list[dict[str, Any]]:
    amount = whole(language, Decimal(people * 37))
    return [
        {"text": place, "href": "#place"},
        {"text": whole(language, Decimal(people))},
        {"text": amount},
        {"text": _either(language, "12.4%", "12,4\u00a0%")},
    ]


def _rows(language: str) -> list[list[dict[str, Any]]]:
    first = _row(language, "Northmark", 412_339)
    zero = [{"text": "Westmark"}, {"text": "0", "status": "zero"}, first[2], first[3]]
    return [
        first,
        zero,
        [
            {"text": "Eastmark"},
            {"text": "", "status": "not_reported"},
            first[2],
            {"text": "", "status": "not_applicable"},
        ],
        [{"text": "Southmark"}, {"text": "", "status": "withheld"}, first[2], first[3]],
    ]


def _findings(language: str) -> list[dict[str, str]]:
    return [
        {
            "severity": severity,
            "severity_label": _either(language, *label),
            "what": _either(
                language,
                "“five years” and “2016–2022” are not the same span: from 2016 to 2022 are six years.",
                "« cinq ans » et « 2016-2022 » ne sont pas la même durée : de 2016 à 2022, il y a six ans.",
            ),
            "next": _either(
                language,
                "Say six years, or name the fiscal years.",
                "Écrire six ans, ou nommer les exercices.",
            ),
            "code": "ARITH",
            "where": "pages/home/en.md:12:4",
            "href": "#c1",
        }
        for severity, label in (
            ("error", ("Error", "Erreur")),
            ("warning", ("Warning", "Avertissement")),
            ("info", ("Note", "Remarque")),
        )
    ]


def draw_all(language: str, w: Mapping[str, str]) -> list[dict[str, str]]:
    """Every chart, with plenty, one, none, zero, negative, missing and long."""

    def tell(number: Decimal) -> str:
        return whole(language, number)

    missing = _either(language, "not reported", "non déclaré")
    withheld = _either(language, "withheld", "non divulgué")
    inapplicable = _either(language, "not applicable", "sans objet")
    made: list[dict[str, str]] = []

    def show(id: str, finding: tuple[str, str], draw: Any) -> None:
        title = _either(language, *finding)
        about = charts.About(id, title, w["description"], w["nothing"])
        made.append({"id": id, "finding": title, "note": "", "svg": draw(about)})

    def bar(label: str, value: int | None, **more: Any) -> charts.Bar:
        text = more.pop("text", "") or (tell(Decimal(value)) if value is not None else missing)
        return charts.Bar(label, None if value is None else Decimal(value), text, **more)

    long = _either(
        language,
        "International coalition of partners for the clearing of explosive hazards and the return of people",
        "Coalition internationale de partenaires pour l’élimination des dangers explosifs et le retour",
    )
    rows = [
        bar("World Food Programme", 41_200_000),
        bar(long, 22_000_000),
        bar("UNHCR", 9_870_000, tone="second"),
        bar("Oldford", 12),
        bar("Westmark", 0),
        bar("Correction", -4_000_000, tone="muted"),
        bar("Eastmark", None, status="not_reported"),
        bar("Midway", None, status="withheld", text=withheld),
        bar("Upperham", None, status="not_applicable", text=inapplicable),
    ]
    show(
        "bars",
        ("Most of the money went to two partners", "Deux partenaires ont reçu l’essentiel"),
        lambda a: charts.bars(a, rows),
    )
    show("one", ("One row", "Une seule ligne"), lambda a: charts.bars(a, rows[:1]))
    show("none", ("Nobody published anything", "Personne n’a rien publié"), lambda a: charts.bars(a, []))
    groups = [
        charts.Group(
            _either(language, "From", "De"),
            [bar("Department of Aid", 30_000_000), bar("Department of Defence", None)],
        ),
        charts.Group(
            _either(language, "Through", "Par"),
            [bar("World Food Programme", 20_000_000), bar("UNHCR", 10_000_000)],
        ),
        charts.Group(_either(language, "For", "Pour"), [bar("Food", 25_000_000), bar("Shelter", 5_000_000)]),
    ]
    show(
        "flow",
        ("The same money, three times", "Le même argent, trois fois"),
        lambda a: charts.flow_bars(a, groups),
    )

    spans = ["2016-17", "2017-18", "2018-19", "2019-20", "2020-21", "2021-22"]
    paid = [9, 14, 22, 18, None, 7]
    years = [
        charts.Year(
            y, missing if p is None else tell(Decimal(p + 5)), "not_reported" if p is None else "reported"
        )
        for y, p in zip(spans, paid, strict=True)
    ]
    series = [
        charts.Series(
            _either(language, "Humanitarian", "Humanitaire"),
            [None if p is None else Decimal(p) for p in paid],
        ),
        charts.Series(
            _either(language, "Stabilisation and security", "Stabilisation et sécurité"),
            [None if p is None else Decimal(3) for p in paid],
        ),
        charts.Series(
            _either(language, "Governance", "Gouvernance"), [None if p is None else Decimal(2) for p in paid]
        ),
    ]
    envelope = charts.Reference(
        Decimal(25), _either(language, "25 a year was promised", "25 par an étaient promis")
    )
    show(
        "columns",
        ("Only one year passed what was promised", "Une seule année a dépassé la promesse"),
        lambda a: charts.columns_by_year(a, years, series, tell, envelope),
    )
    simple = [charts.Series("", [Decimal(9), Decimal(-3), Decimal(0), Decimal(18), None, Decimal(7)])]
    ones = [charts.Year(y, v) for y, v in zip(spans, ("9", "−3", "0", "18", "", "7"), strict=True)]
    ones[4] = charts.Year(spans[4], withheld, "withheld")
    show(
        "simple",
        ("A correction, a zero and a withheld year", "Une correction, un zéro, une année non divulguée"),
        lambda a: charts.columns_by_year(a, ones, simple, tell),
    )

    ceiling = _either(language, "ceiling", "plafond")
    trainers = _either(language, "of which trainers", "dont formateurs")
    authorities = [
        charts.Span(date(2014, 10, 7), date(2016, 3, 31), Decimal(600), f"{ceiling} 600"),
        charts.Span(date(2016, 4, 1), date(2019, 3, 31), Decimal(830), f"{ceiling} 830"),
        charts.Span(date(2019, 4, 1), date(2022, 3, 31), Decimal(850), f"{ceiling} 850"),
        charts.Span(date(2018, 9, 1), date(2021, 3, 31), Decimal(250), f"{trainers} 250", is_nested=True),
    ]
    strength = [
        charts.Dot(date(2017, 6, 1), Decimal(650), "650"),
        charts.Dot(
            date(2018, 10, 1),
            Decimal(500),
            _either(language, "about 500", "environ 500"),
            Decimal(450),
            Decimal(550),
        ),
        charts.Dot(date(2020, 4, 1), Decimal(330), "330"),
        charts.Dot(date(2021, 2, 1), None, missing),
    ]
    show(
        "steps",
        (
            "The ceiling was never reached on a day that was published",
            "Le plafond n’a été atteint aucun des jours publiés",
        ),
        lambda a: charts.steps(a, authorities, strength, tell),
    )
    show(
        "no-strength",
        ("A ceiling, and no report of strength", "Un plafond, et aucun effectif déclaré"),
        lambda a: charts.steps(a, authorities[:1], [], tell),
    )

    displaced = [3_400_000, 3_030_000, 2_170_000, 1_800_000, None, 1_380_000, 1_224_108, 1_189_581]
    returned = [500_000, 1_500_000, 3_700_000, 4_200_000, None, 4_700_000, 4_830_000, 4_900_000]
    on = [
        date(2016, 3, 1),
        date(2017, 4, 1),
        date(2018, 3, 31),
        date(2018, 12, 31),
        date(2019, 6, 30),
        date(2020, 6, 30),
        date(2020, 12, 31),
        date(2021, 9, 30),
    ]

    def dots(values: list[int | None]) -> list[charts.Dot]:
        return [
            charts.Dot(d, None if v is None else Decimal(v), missing if v is None else tell(Decimal(v)))
            for d, v in zip(on, values, strict=True)
        ]

    traces = [
        charts.Trace(_either(language, "Displaced", "Déplacés"), dots(displaced)),
        charts.Trace(_either(language, "Returned home", "De retour chez eux"), dots(returned)),
    ]
    show(
        "line",
        (
            "Since 2018 more people have returned than are displaced",
            "Depuis 2018, il y a plus de retours que de déplacés",
        ),
        lambda a: charts.line(a, traces, tell),
    )
    show("single", ("One trace alone", "Une seule courbe"), lambda a: charts.line(a, traces[:1], tell))
    show(
        "dot",
        ("One report only", "Un seul relevé"),
        lambda a: charts.line(a, [charts.Trace("", dots(displaced)[:1])], tell),
    )

    grid = {p: (i // 4, i % 4 + (1 if i > 7 else 0)) for i, p in enumerate(PLACES)}
    tiles = [
        charts.Tile(p, p.replace("-", " "), tell(Decimal(1000 * i + 7)), Decimal(i) / 8, short=p[:5])
        for i, p in enumerate(PLACES)
    ]
    tiles[2] = charts.Tile(PLACES[2], PLACES[2], missing, None, "not_reported")
    tiles[5] = charts.Tile(PLACES[5], "Salt Valley", withheld, None, "withheld")
    show(
        "tiles",
        ("Need is greatest in the middle", "Le besoin est le plus grand au centre"),
        lambda a: charts.tile_map(a, tiles, grid),
    )
    wide = {f"P{i:02}": (i // 7, i % 7) for i in range(18)}
    many = [
        charts.Tile(c, f"Governorate {i}", "1.2 M", Decimal(i) / 18, short=f"Gov {i}")
        for i, c in enumerate(wide)
    ]
    show("tiles-18", ("Eighteen places", "Dix-huit lieux"), lambda a: charts.tile_map(a, many, wide))

    of = _either(language, "{0} of {1} million", "{0} sur {1} millions")
    pairs = [
        charts.Pair(
            "2018", Decimal(569), Decimal(527), of.format(527, 569), _either(language, "93%", "93\u00a0%")
        ),
        charts.Pair("2019", Decimal(701), Decimal(0), of.format(0, 701), _either(language, "0%", "0\u00a0%")),
        charts.Pair("2020", Decimal(662), None, f"{missing} / 662", missing),
        charts.Pair("2021", None, None, missing, missing),
        charts.Pair(
            long, Decimal(400), Decimal(610), of.format(610, 400), _either(language, "153%", "153\u00a0%")
        ),
    ]
    show(
        "funding",
        ("One year was paid nearly in full", "Une année a presque été payée en entier"),
        lambda a: charts.need_funding(a, pairs),
    )

    held = [
        charts.Range(
            "A",
            Decimal(10),
            Decimal(69),
            Decimal(33),
            _either(language, "10 to 69, need 33", "10 à 69, besoin 33"),
        ),
        charts.Range(
            long,
            Decimal(0),
            Decimal(5),
            Decimal(22),
            _either(language, "0 to 5, need 22", "0 à 5, besoin 22"),
        ),
        charts.Range("C", None, None, Decimal(7), missing, "not_reported"),
        charts.Range(
            "D",
            Decimal(4),
            Decimal(4),
            None,
            _either(language, "4, need not reported", "4, besoin non déclaré"),
        ),
    ]
    looks = (
        _either(language, "Share of the money", "Part de l’argent"),
        _either(language, "Share of the need", "Part du besoin"),
    )
    show(
        "ranges",
        ("One place surely had less than its share", "Un lieu a sûrement reçu moins que sa part"),
        lambda a: charts.ranges(a, held, *looks),
    )

    percent = _either(language, "%", "\u00a0%")
    baseline = charts.Dot(date(2016, 1, 1), Decimal(19), f"19{percent}")
    target = [charts.Dot(date(2021, 12, 31), Decimal(24), f"24{percent}")]
    actual = [
        charts.Dot(date(2018, 6, 1), Decimal(13), f"13{percent}"),
        charts.Dot(date(2020, 6, 1), Decimal(11), f"11{percent}"),
    ]
    show(
        "path",
        ("The share fell while it was to rise", "La part a baissé alors qu’elle devait monter"),
        lambda a: charts.progress_path(a, baseline, target, actual, tell),
    )
    show(
        "no-actual",
        ("A target nobody reports on", "Une cible dont personne ne rend compte"),
        lambda a: charts.progress_path(
            a, baseline, target, [charts.Dot(date(2020, 6, 1), None, missing)], tell
        ),
    )
    sixty = [bar(f"Partner {i}", (61 - i) * 1000) for i in range(1, 61)]
    show("sixty", ("Sixty rows", "Soixante lignes"), lambda a: charts.bars(a, sixty))
    return made


if __name__ == "__main__":
    for written in write_storybook(Path(sys.argv[1])):
        print(written)
