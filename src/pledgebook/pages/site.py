"""The site: every page in every language, written into one folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pledgebook.book.load import Book
from pledgebook.book.theme import logo_size
from pledgebook.figures import write_date
from pledgebook.kept_pages import KeptPages
from pledgebook.memory import MANY_ROWS, give_back
from pledgebook.pages.address import address_of, link_to, page_file, up_from
from pledgebook.pages.another import shown
from pledgebook.pages.content import Content, PageOut
from pledgebook.pages.data import data_page
from pledgebook.pages.described import described
from pledgebook.pages.figures import figures_page
from pledgebook.pages.frame import Around, in_frame
from pledgebook.pages.machines import CHANGES, CORRECTIONS, write_machines
from pledgebook.pages.macros import environment
from pledgebook.pages.milestones import milestones_page
from pledgebook.pages.money import money_page
from pledgebook.pages.needs import needs_page
from pledgebook.pages.objectives import objective_pages
from pledgebook.pages.people import people_page
from pledgebook.pages.picture import FILE, HEIGHT, WIDTH, draw_picture
from pledgebook.pages.policy import FIRST_SHEET, page_policy
from pledgebook.pages.project import project_page
from pledgebook.pages.project_filters import Tagged
from pledgebook.pages.project_index import write_index
from pledgebook.pages.projects import HERE as PROJECTS
from pledgebook.pages.projects import list_pages, ordered, rows_of, whole_sums
from pledgebook.pages.prose import book_pages, home_page
from pledgebook.pages.quality import quality_page
from pledgebook.pages.releases import releases_pages
from pledgebook.pages.results import results_pages
from pledgebook.pages.states import states_page
from pledgebook.pages.twin import CSV, JSON, write_twin
from pledgebook.pages.unbroken import unbroken
from pledgebook.pages.view import View
from pledgebook.pages.written import escape, make_folder, write_file
from pledgebook.processes import BLOCK, processes_for, shared
from pledgebook.tables.rows import cells_of
from pledgebook.theme import served_sheets

PAGES: tuple[Callable[[View], Iterable[PageOut]], ...] = (
    lambda view: [home_page(view)],
    objective_pages,
    lambda view: [money_page(view)],
    lambda view: [needs_page(view)],
    results_pages,
    lambda view: [people_page(view)],
    lambda view: [milestones_page(view)],
    lambda view: [figures_page(view)],
    releases_pages,
    lambda view: [data_page(view)],
    lambda view: [quality_page(view)],
    lambda view: [states_page(view)],
    book_pages,
)
_NAV = (
    ("", "page_home"),
    ("objectives", "page_objectives"),
    ("money", "page_money"),
    ("needs", "page_needs"),
    ("results", "page_results"),
    ("people", "page_people"),
    ("milestones", "page_milestones"),
    ("projects", "page_projects"),
    ("figures", "page_figures"),
    ("data", "page_data"),
)

_OF_THOUSANDS = "project.html"
"""The template of pages that are so many that only the words of the engine are held together on a line, and that
fetch the style of their first screen as a file."""


def render_pages(
    content: Content,
    site: Path,
    processes: int | None = None,
    taken: Sequence[str] | None = None,
    block: int = BLOCK,
    kept: KeptPages | None = None,
) -> int:
    """Write the site; the number of its pages. The bytes are the same with any number of processes.

    ``block`` projects that follow on each other go to one process. ``taken`` are the files of the pages of projects
    where they stand there already, from the last build, and ``kept`` those of its pages that may be taken.
    """
    write_theme(site / "theme", content.book)
    views = [View(content, language) for language in content.book.languages]
    kept = kept or KeptPages()
    paths: dict[str, None] = {}

    def write(share: Sequence[View]) -> list[str]:
        return [path for view in share for path in _write_language(site, views, view)]

    def note(made: Iterable[Iterable[str]]) -> None:
        paths.update(dict.fromkeys(path for share in made for path in share))

    number = min(len(views), processes or _processes_for(content))
    note(shared(write, views, number, block=1))
    note([_write_projects(site, views, kept, processes, block) if taken is None else _paths(views[0], taken)])
    _write_entrance(site, views)
    write_machines(site, views, list(paths))
    return len(paths) * len(views)


def _processes_for(content: Content) -> int:
    """How many processes write the pages of the languages: one where a measure has more rows than are held, for then
    pages ask its engine, which no fork may, and where the rows of all tables are few. So too where they are very many:
    each process would come to hold the rows of every measure, for some seconds less."""
    rows = sum(len(found) for found in content.rows.values())
    return processes_for(rows) if rows <= MANY_ROWS and content.measures.hold_all() else 1


def _write_language(site: Path, views: list[View], view: View) -> Iterator[str]:
    """The pages of a language but those of projects; their paths."""
    for page in (p for pages in PAGES for p in pages(view)):
        write_page(site, views, view, page)
        if not page.path:
            draw_picture(site / view.language, view, page)
        yield page.path


def write_theme(folder: Path, book: Book) -> None:
    """The style sheets in the book's colours, the scripts, and the book's logo."""
    shutil.copytree(Path(str(resources.files("pledgebook.pages") / "theme")), folder)
    first, rest = served_sheets(book.theme.chosen, book.theme.type)
    (folder.parent / FIRST_SHEET).write_text(first, encoding="utf-8")
    (folder / "site.css").write_text(rest, encoding="utf-8")
    if book.theme.logo:
        file = book.root / book.theme.logo.file
        shutil.copyfile(file, folder / f"logo{file.suffix}")


def _first_sheet(view: View) -> str:
    """The style that a page carries, so that its first screen waits for no file."""
    return served_sheets(view.book.theme.chosen, view.book.theme.type)[0]


def _paths(view: View, taken: Sequence[str]) -> Iterator[str]:
    """The paths of pages, out of the names of their files."""
    start, end = f"site/{view.language}/", "/index.html"
    for name in taken:
        if name.startswith(start) and name.endswith(end):
            yield name.removeprefix(start).removesuffix(end)


def _write_projects(
    site: Path,
    views: list[View],
    kept: KeptPages,
    processes: int | None,
    block: int,
) -> Iterator[str]:
    """The page of each project and the lists of them, which the first process writes; their paths.

    The other pages come before: written meanwhile, they would be some seconds sooner, and what they leave behind in
    one process and what the other shares with it would be held twice.
    """
    first = views[0]
    activities = sorted(str(name) for (name,) in cells_of(first.content.rows["activity"], "activity_id"))
    paths: list[str] = []

    def write(share: Sequence[str]) -> list[str]:
        return [_write_project(site, views, activity, kept) for activity in share]

    def write_lists() -> None:
        paths.extend(_write_lists(site, views))

    number = processes or processes_for(len(activities))
    if number > 1:
        # of the rows of measures no project's page asks, and each process would come to hold them
        for view in views:
            view.once(whole_sums)
        first.measures.let_go()
        give_back()
    first.by_activity.ask_all(first.book.declaration.places.country_iso2)
    kept.tell({first.project_path(name): key for name, key in first.by_activity.keys().items()})
    made = shared(write, activities, number, block, write_lists)
    yield from paths
    yield from sorted(path for found in made for path in found)


def _write_lists(site: Path, views: list[View]) -> Iterator[str]:
    """The lists of projects, and the file that is searched; their paths."""
    projects = ordered(views[0])
    for view in views:
        yield from _write_list(site, views, view, projects)


def _write_list(site: Path, views: list[View], view: View, projects: Sequence[Tagged]) -> Iterator[str]:
    """Those of one language: their cells are let go before those of the next are made."""
    rows = rows_of(view, projects)
    for page in list_pages(view, projects, rows):
        write_page(site, views, view, page)
        yield page.path
    write_index(site / view.language / PROJECTS, view, projects, rows)


def _write_project(site: Path, views: list[View], name: str, kept: KeptPages) -> str:
    """The page of an activity in every language, one after the other: they are made from the same rows. One that
    would be the same as in the last build is taken from there."""
    path = views[0].project_path(name)
    if path in kept.same:
        for view in views:
            kept.take(site, f"{view.language}/{path}", ("index.html", JSON, CSV))
        return path
    (activity,) = views[0].by_activity.rows("activity", name)
    for view in views:
        page = project_page(view, activity)
        write_page(site, views, view, page)
    return page.path


def write_page(site: Path, views: list[View], view: View, page: PageOut) -> None:
    """One page as ``<language>/<path>/index.html``, its twins for machines beside it."""
    folder = f"{site}/{view.language}/{page.path}" if page.path else f"{site}/{view.language}"
    make_folder(folder)
    is_one_of_thousands = page.template == _OF_THOUSANDS

    def around(page: PageOut) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        return _site_of(view, page), _page(views, view, page)

    html = shown(
        in_frame(view, page, around) if is_one_of_thousands else _rendered(view, page, around), view.direction
    )
    if not is_one_of_thousands:
        html = unbroken(html, view.language)
    write_file(f"{folder}/index.html", html)
    write_twin(folder, view, page, view.book.languages)


def _rendered(view: View, page: PageOut, around: Around) -> str:
    site, told = around(page)
    template = environment().get_template(page.template)
    return template.render(**page.context, site=site, page=told, t=view.t, number=view.number)


def _site_of(view: View, page: PageOut) -> dict[str, Any]:
    """What stands around every page: the same for all that lie as deep in the same part of the site."""

    def made() -> dict[str, Any]:
        found = _site(view, page)
        return {**found, "sections": _sections(found["nav"])}

    return view.once_for(
        (page.path.count("/") if page.path else -1, page.path.split("/", maxsplit=1)[0]), made
    )


def _sections(nav: Sequence[Mapping[str, Any]]) -> Markup:
    lines = "".join(
        f'<li><a href="{escape(x["href"])}"{_CURRENT if x["current"] else ""}>{escape(x["label"])}</a></li>\n'
        for x in nav
    )
    return Markup(f"<ul>\n{lines}</ul>")


_CURRENT = ' aria-current="page"'


def _site(view: View, page: PageOut) -> dict[str, Any]:
    declared = view.book.declaration
    own = [
        (name, found.declaration.title)
        for name, found in view.book.pages.items()
        if found.declaration.id != "home"
    ]
    top = page.path.split("/", maxsplit=1)[0]
    nav = [
        {"href": view.link(page.path, path), "label": view.t(key), "current": top == path}
        for path, key in _NAV
    ]
    nav += [
        {"href": view.link(page.path, name), "label": view.say(t), "current": top == name} for name, t in own
    ]
    return {
        "name": view.say(declared.name),
        "name_whole": Markup(unbroken(f"<span>{escape(view.say(declared.name))}</span>", view.language)),
        "disclaimer": view.say(declared.disclaimer),
        "languages": view.book.languages,
        "nav": nav,
        "states_href": view.link(page.path, "states"),
        "logo": _logo(view),
    }


def _logo(view: View) -> dict[str, Any]:
    """The book's logo as a page shows it; nothing where it has none."""
    logo = view.book.theme.logo
    if logo is None:
        return {}
    file = view.book.root / logo.file
    width, height = logo_size(file)
    words = view.say(logo.words) if logo.words else ""
    return {"file": f"theme/logo{file.suffix}", "words": words, "width": width, "height": height}


def _page(views: list[View], view: View, page: PageOut) -> dict[str, Any]:
    as_of = view.book.declaration.as_of
    first_sheet = "" if page.template == _OF_THOUSANDS else view.once(_first_sheet)
    return {
        "title": page.title,
        "language": view.language,
        "direction": view.direction,
        "description": page.description,
        "path": page.path,
        "twins": [
            {
                "language": other.language,
                "lang": other.language,
                "label": other.t("language_own_name"),
                "href": up_from(page.path) + page_file(other.language, page.path),
            }
            for other in views
            if other is not view
        ],
        "breadcrumb": list(_crumbs(view, page)),
        "modified": as_of.isoformat(),
        "modified_words": write_date(as_of, view.writes),
        "problem_href": view.problem(page.path, page.title),
        "address": view.address(page.path),
        "head": _head(views, view, page),
        "depth_prefix": page.up,
        "uses_script": page.uses_script,
        "first_sheet": Markup(first_sheet),
        "policy": page_policy(first_sheet),
    }


def _head(views: list[View], view: View, page: PageOut) -> dict[str, Any]:
    """What machines read: the page in each language, itself among them, and its canonical address.

    For a reader of no language of ours (``x-default``) a home page has the choice of language, any other page its
    first language. A canonical address needs a host: without one it is left out.
    """
    site = view.book.declaration.address
    languages = [(v.language, page_file(v.language, page.path)) for v in views]
    languages.append(("x-default", languages[0][1] if page.path else "index.html"))
    return {
        "alternates": [{"lang": name, "href": link_to(site, page.path, file)} for name, file in languages],
        "canonical": address_of(site, page_file(view.language, page.path)) if site else "",
        "locales": [v.language for v in views if v is not view],
        "described": described(view, page),
        "picture": address_of(site, page_file(view.language, "", FILE)) if site else "",
        "picture_size": (WIDTH, HEIGHT),
        "json": JSON,
        "csv": CSV,
        "feeds": [
            {"href": up_from(page.path) + page_file(view.language, "", name), "title": view.t(key)}
            for name, key in ((CHANGES, "feed_changes"), (CORRECTIONS, "feed_corrections"))
        ],
    }


def _crumbs(view: View, page: PageOut) -> Iterator[dict[str, str]]:
    if page.crumbs:
        yield {"href": view.link(page.path, ""), "label": view.t("page_home")}
    for label, path in page.crumbs:
        yield {"href": view.link(page.path, path) if path else "", "label": label}


def _write_entrance(site: Path, views: list[View]) -> None:
    """The site's root: a choice of language, without a script."""
    choices = [
        {"lang": v.language, "dir": v.direction, "href": f"{v.language}/index.html", "label": v.t("language_own_name"),
         "name": v.say(v.book.declaration.name), "disclaimer": v.say(v.book.declaration.disclaimer)}
        for v in views
    ]  # fmt: skip
    sheet = views[0].once(_first_sheet)
    html = (
        environment()
        .get_template("entrance.html")
        .render(choices=choices, policy=page_policy(sheet), first_sheet=Markup(sheet))
    )
    (site / "index.html").write_text(unbroken(shown(html), views[0].language), encoding="utf-8")
