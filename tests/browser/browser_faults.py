"""What can be wrong with a page: one function per question returns sentences, and none when all is well.

They take an open page of a browser and where it should go, so that the same functions judge the built site
and the small faulty pages that prove each of them catches what it is for (``test_browser_faults.py``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from babel import Locale
from lxml import html
from playwright.sync_api import ConsoleMessage, Page, Request, Response, Route, TimeoutError

PageAt = Callable[..., Page]

PROBES = Path(__file__).parent / "probes"
FOREIGN_WORDS = {
    "en": "les|des|une|dans|pour|avec|sont|aux|cette|leurs",
    "fr": "the|of|and|with|from|was|were|which|this|their|not",
}
QUOTED = re.compile("«[^»]*»|“[^”]*”")
SAME_IN_BOTH = {
    *(
        "Budget",
        "Code",
        "Contributions",
        "CSV",
        "Date",
        "Dates",
        "Description",
        "Documents",
        "Instrument",
        "JSON",
    ),
    *(
        "Licence",
        "Licences",
        "Menu",
        "Mission",
        "Note",
        "Notes",
        "Organisation",
        "Page",
        "Parquet",
        "Plan",
        "Pledgebook",
        "Population population",
    ),
    *(
        "Population",
        "Province",
        "Question",
        "Score",
        "Section",
        "Source",
        "Sources",
        "SQL",
        "Tables",
        "Total",
    ),
    *("Transaction", "Transactions", "Type", "Types", "Version"),
}


@cache
def probe(name: str) -> str:
    """The script in ``probes/`` that asks the page one question."""
    return (PROBES / f"{name}.js").read_text(encoding="utf-8")


def loading_faults(page: Page, url: str) -> list[str]:
    """No answer but 200, nothing in the console, nothing missing, nothing asked of another host."""
    faults: list[str] = []
    host = urlsplit(url).netloc

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            faults.append(f"asks another host for {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status} for {response.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console: {message.text}")

    def on_page_error(error: Exception) -> None:
        faults.append(f"script: {error}")

    listeners = (
        ("request", on_request),
        ("response", on_response),
        ("console", on_console),
        ("pageerror", on_page_error),
    )
    for event, listener in listeners:
        page.on(event, listener)  # type: ignore[call-overload]
    answer = page.goto(url, wait_until="load")
    if page.locator("script").count():
        page.wait_for_load_state("networkidle")
    for event, listener in listeners:
        page.remove_listener(event, listener)
    if answer is None or answer.status != 200:
        faults.append(f"answers {answer.status if answer else 'nothing'}, not 200")
    return faults


def axe_faults(page: Page, url: str) -> list[str]:
    """What axe-core, with all its rules, finds on the page as it is shown now."""
    page.goto(url)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"axe {rule['id']}: {rule['help']}: {len(rule['nodes'])} of them: "
        + "; ".join(f"{node['target'][0]} {node['html'][:120]}" for node in rule["nodes"][:3])
        for rule in found
    ]


def text_faults(page: Page, url: str) -> list[str]:
    """No sideways scrolling of the page; no text cut off, on other text, or too small at the page's width."""
    page.goto(url)
    wide, seen = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    sideways = [f"scrolls sideways: {wide} px in {seen}"] if wide > seen else []
    return sideways + page.evaluate(probe("text_faults"))


def first_screen_faults(page: Page, url: str) -> list[str]:
    """The page is painted before its sheet is there, and what is shown then does not move when it comes."""
    held: list[Route] = []
    page.route(SHEET, lambda route: held.append(route))
    with page.expect_request(SHEET):
        page.goto(url, wait_until="commit")
    try:
        page.wait_for_function(IS_PAINTED, timeout=10_000)
    except TimeoutError:
        return ["nothing is painted before the sheet is there"]
    finally:
        before = page.evaluate(probe("first_screen"))
        for route in held:
            route.continue_()
        page.unroute(SHEET)
    page.wait_for_load_state()
    after = page.evaluate(probe("first_screen"))
    return [f"moves: {was}, then {now}" for was, now in zip(before, after, strict=True) if was != now]


SHEET = "**/theme/site.css"
IS_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"


def parted_faults(page: Page, url: str) -> list[str]:
    """Dates, spans of years, numbers and their units, French marks and their words: what a line's end parts."""
    page.goto(url)
    page.evaluate("() => document.querySelectorAll('details').forEach((e) => (e.open = true))")
    language = page.locator("html").get_attribute("lang") or "en"
    found: list[str] = page.evaluate(probe("parted"), [*together(language)])
    return found


@cache
def together(language: str) -> tuple[str, ...]:
    """Patterns of what a reader of the language reads as one."""
    months = "|".join(sorted(Locale.parse(language).months["format"]["wide"].values(), key=len, reverse=True))
    digit = r"[\d٠-٩]"
    found = [
        rf"{digit}{{1,2}}(er)?\s(?:{months})\s{digit}{{4}}",
        rf"(?:{months})\s{digit}{{4}}",
        rf"(?<![\w-]){digit}{{4}}[–-]({digit}{{4}}|{digit}{{2}})(?![\w-])",
        rf"{digit}\s(?:million|billion|milliard|%|٪|\$|€|مليون|مليار|ملايين)",
        rf"{digit}\s(?:years|months|days|ans|mois|jours)\b",
        rf"\b[A-Z]{{3}}\s{digit}",
    ]
    french = [r"\bde\s(?:dollars|euros)\b", r"\s[:;!?»]", r"«\s\S", rf"{digit}\s{digit}{{3}}(?!{digit})"]
    return (*found, *french) if language == "fr" else tuple(found)


def table_faults(page: Page, url: str) -> list[str]:
    """Small tables are whole: one of up to four columns without a sentence in a cell has nothing to scroll to."""
    page.goto(url)
    page.evaluate("() => document.querySelectorAll('details').forEach((e) => (e.open = true))")
    found: list[str] = page.evaluate(probe("small_tables"))
    return found


def keyboard_faults(page: Page, url: str) -> list[str]:
    """Tab from the top reaches everything that can be used, and shows where it is each time."""
    page.goto(url)
    wanted = page.evaluate(probe("tab_start"))
    if not wanted:
        return ["has nothing that the keyboard could reach"]
    faults = []
    for _ in range(2 * wanted + 20):
        page.keyboard.press("Tab")
        step = page.evaluate(probe("tab_step"))
        if step["fault"]:
            faults.append(step["fault"])
        if not step["left"]:
            break
    return faults + page.evaluate(probe("tab_left"))


def summary_faults(page: Page, url: str) -> list[str]:
    """Enter on a ``<summary>`` opens what it hides and closes it again; the first five of the page."""
    page.goto(url)
    faults = []
    for number in range(min(5, page.locator("summary:visible").count())):
        summary = page.locator("summary:visible").nth(number)
        details = summary.locator("..")
        was_open = details.evaluate("e => e.open")
        for wanted in (not was_open, was_open):
            summary.press("Enter")
            if details.evaluate("e => e.open") is not wanted:
                faults.append(f"Enter does not {'open' if wanted else 'close'} {summary.inner_text()[:40]!r}")
    return faults


def proof_faults(page: Page, url: str) -> list[str]:
    """Enter opens a figure's proof in place, in view and without a fault; Escape closes it and stays at the figure."""
    page.goto(url)
    faults = []
    button, proof = page.locator(".figure > button").first, page.locator(".figure > .pop").first
    button.focus()
    page.keyboard.press("Enter")
    if not proof.is_visible():
        return ["Enter on a figure does not open its proof"]
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    faults += [f"axe {rule['id']} with a proof open: {rule['nodes'][0]['html'][:120]}" for rule in found]
    seen = proof.bounding_box() or {"x": -1, "width": 0}
    if seen["x"] < 0 or seen["x"] + seen["width"] > page.evaluate("innerWidth"):
        faults.append(f"the proof is not whole in the window: {seen}")
    page.keyboard.press("Tab")
    if not proof.evaluate("e => e.contains(document.activeElement)"):
        faults.append("Tab does not go into the proof")
    page.keyboard.press("Escape")
    if proof.is_visible():
        faults.append("Escape does not close the proof")
    if not button.evaluate("e => e === document.activeElement"):
        faults.append("Escape does not give the focus back to the figure")
    return faults


def print_faults(page: Page, url: str) -> list[str]:
    """On paper nothing is cut off at the side, what is folded is open, and what only a screen needs is gone."""
    page.goto(url)
    wide, seen = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    faults = [f"is wider than the paper: {wide} px in {seen}"] if wide > seen else []
    faults += [
        f"{n} stands on paper"
        for n in (".skip", "header nav", ".filter")
        if page.locator(f"{n}:visible").count()
    ]
    figures, proofs = page.locator(".prose .figure").count(), page.locator(".on-paper li:visible").count()
    if figures != proofs:
        faults.append(f"{figures} figures in the text, and {proofs} proofs on paper")
    folded = page.locator(".chart > details > :not(summary)")
    hidden = sum(not folded.nth(n).is_visible() for n in range(folded.count()))
    return [*faults, f"{hidden} tables beside charts are folded away on paper"] if hidden else faults


def toggle_faults(page: Page, url: str, twin: str) -> list[str]:
    """The one language link in the navigation leads to the twin, and the twin's leads back."""
    faults = []
    page.goto(url)
    for wanted in (twin, url):
        toggle = page.locator("nav a[hreflang]")
        if toggle.count() != 1:
            return [
                *faults,
                f"has {toggle.count()} links with hreflang in its navigation, not 1 ({page.url})",
            ]
        language = toggle.get_attribute("hreflang")
        if toggle.get_attribute("lang") != language:
            faults.append(f"the toggle's own language is not marked lang={language!r}")
        toggle.click()
        page.wait_for_load_state()
        if _without_index(page.url) != _without_index(wanted):
            return [*faults, f"the toggle leads to {page.url}, not to {wanted}"]
        if page.locator("html").get_attribute("lang") != language:
            faults.append(f"{page.url} does not declare the language {language!r} that the toggle promised")
    return faults


def twin_faults(folder: Path, path: str, twin: str) -> list[str]:
    """The toggle of the HTML file at ``path`` names the twin, in the twin's own language."""
    found = _parsed(folder / path).xpath("//header//nav//a[@hreflang]")
    language = twin.partition("/")[0]
    if [(a.get("lang"), a.get("hreflang")) for a in found] != [(language, language)]:
        return [f"its toggle is not one link of {language!r}"]
    leads = unquote(urlsplit(urljoin(f"http://here/{path}", found[0].get("href"))).path).lstrip("/")
    return (
        []
        if _without_index(leads) == _without_index(twin)
        else [f"its toggle leads to {leads}, not to {twin}"]
    )


def script_faults(with_script: Page, without_script: Page, url: str) -> list[str]:
    """The page shows the same words with JavaScript and without, but for the boxes that narrow a table."""
    texts = []
    for page in (with_script, without_script):
        page.goto(url)
        page.evaluate("() => document.querySelectorAll('[data-filter]').forEach((box) => box.remove())")
        texts.append(page.locator("body").inner_text().split())
    with_it, without = texts
    if with_it == without:
        return []
    at = next(
        (i for i, (a, b) in enumerate(zip(with_it, without, strict=False)) if a != b), min(map(len, texts))
    )
    return [
        f"differs without JavaScript: {' '.join(with_it[at : at + 8])!r}, {' '.join(without[at : at + 8])!r}"
    ]


def link_faults(folder: Path, path: str) -> list[str]:
    """Links of the HTML file at ``path`` to pages, files or fragments that the folder does not hold.

    Links to other hosts are not followed: no test asks anything of a network.
    """
    faults = []
    for link in _parsed(folder / path).xpath("//a/@href | //link/@href | //img/@src | //script/@src"):
        target = urlsplit(urljoin(f"http://here/{path}", link))
        if target.netloc != "here":
            continue
        file = folder / unquote(target.path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            faults.append(f"links to {link}, which is not there")
        elif target.fragment and target.fragment not in _ids(file):
            faults.append(f"links to {link}, which has no such place")
    return faults


def language_faults(page: Page, url: str) -> list[str]:
    """Words of the other language, but for what is marked as of it, quoted, or part of an address."""
    page.goto(url)
    language = page.locator("html").get_attribute("lang") or ""
    if language not in FOREIGN_WORDS:
        return [f"declares the language {language!r}, of which no foreign words are known"]
    words = re.compile(rf"(?<![\w/.#-])({FOREIGN_WORDS[language]})(?![\w/#-])", re.IGNORECASE)
    texts = dict.fromkeys(page.evaluate(probe("own_text")))
    found = [(match, text) for text in texts if (match := words.search(QUOTED.sub("", text)))]
    return [f"{match.group()!r} in {text[:100]!r}" for match, text in found]


def untranslated_faults(page: Page, url: str, twin: str) -> list[str]:
    """Words around the content that the page shares with its twin, but for those the languages share."""
    texts = []
    for address in (url, twin):
        page.goto(address)
        texts.append(page.evaluate(probe("chrome_text")))
    same = {text for text in texts[0] if text in texts[1] and re.search(r"[^\W\d_]{3}", text)}
    return [f"{text!r} is the same in both languages" for text in sorted(same - SAME_IN_BOTH)]


def _without_index(url: str) -> str:
    return url.split("#")[0].removesuffix("index.html")


@cache
def _parsed(file: Path) -> html.HtmlElement:
    return html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


@cache
def _ids(file: Path) -> frozenset[str]:
    return frozenset(map(str, _parsed(file).xpath("//@id | //a/@name")))
