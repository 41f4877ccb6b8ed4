"""Other generators on pages of the same content and size as a built site's pages of projects.

    python benchmarks/generators.py take SITE FOLDER --pages 4000
    python benchmarks/generators.py run FOLDER --python PYTHON --node FOLDER_OF_NODE_MODULES

``take`` makes a source for each generator out of the pages of projects of a built site: the content of ``main`` of each
page as it stands, with its title, and one template with the head and the frame of the site. ``run`` lets each
generator build it once in a process of its own and tells pages per second of wall and of processor time. They live in
environments of their own: ``pip install pelican markdown mkdocs`` and ``npm install @11ty/eleventy``.

What they leave out: none makes the twins for machines, checks a link, or reads data; the content is HTML already.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from lxml import html

FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/theme/site.css">
</head><body>{header}<main>{content}</main>{footer}</body></html>
"""


def take(site: Path, folder: Path, wanted: int) -> None:
    """The sources of each generator; as many pages as are wanted and there are."""
    files = sorted((site / "en/projects").glob("*/index.html"))[:wanted]
    frame = html.parse(str(files[0])).getroot().find("body")
    header, footer = (html.tostring(frame.find(tag), encoding="unicode") for tag in ("header", "footer"))
    for make in (_pelican, _mkdocs, _eleventy):
        make(folder / make.__name__.strip("_"), header, footer)
    size = 0
    for number, file in enumerate(files):
        tree = html.parse(str(file)).getroot()
        title = (tree.findtext(".//h1") or "").replace('"', "'").replace("\n", " ")
        content = "".join(html.tostring(part, encoding="unicode") for part in tree.find(".//main"))
        size += len(content.encode())
        _write(folder / f"pelican/content/p{number}.html", _for_pelican(title, content, number))
        _write(
            folder / f"mkdocs/docs/p{number}.md",
            f"---\ntitle: {json.dumps(title)}\n---\n\n<div>{content}</div>\n",
        )
        head = f"---\ntitle: {json.dumps(title)}\nlayout: frame.njk\n---\n"
        _write(folder / f"eleventy/p{number}.html", head + content)
    print(f"{len(files)} pages, {size / max(1, len(files)) / 1000:.1f} kB of content each")


def _for_pelican(title: str, content: str, number: int) -> str:
    meta = f'<meta name="date" content="2022-01-01"><meta name="slug" content="p{number}">'
    said = title.replace("&", "&amp;").replace("<", "&lt;")
    return f"<html><head><title>{said}</title>{meta}</head><body>{content}</body></html>"


def _pelican(folder: Path, header: str, footer: str) -> None:
    page = FRAME.format(
        title="{{ article.title }}", header=header, footer=footer, content="{{ article.content }}"
    )
    _write(folder / "theme/templates/article.html", page)
    _write(folder / "theme/templates/index.html", FRAME.format(title="all", header="", footer="", content=""))
    for name in ("base", "page"):
        _write(folder / f"theme/templates/{name}.html", "")
    settings = {
        "PATH": "content", "THEME": "theme", "SITEURL": "", "TIMEZONE": "UTC", "DEFAULT_LANG": "en",
        "SITENAME": "x", "DIRECT_TEMPLATES": ["index"], "DEFAULT_PAGINATION": False, "FEED_ALL_ATOM": None,
        "CATEGORY_FEED_ATOM": None, "TRANSLATION_FEED_ATOM": None, "AUTHOR_FEED_ATOM": None, "AUTHOR_FEED_RSS": None,
        "CATEGORY_SAVE_AS": "", "TAG_SAVE_AS": "", "AUTHOR_SAVE_AS": "", "TAGS_SAVE_AS": "", "ARCHIVES_SAVE_AS": "",
    }  # fmt: skip
    _write(folder / "pelicanconf.py", "".join(f"{k} = {v!r}\n" for k, v in settings.items()))


def _mkdocs(folder: Path, header: str, footer: str) -> None:
    page = FRAME.format(title="{{ page.title }}", header=header, footer=footer, content="{{ page.content }}")
    _write(folder / "theme/main.html", page)
    _write(folder / "mkdocs.yml", "site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins: []\nnav: [p0.md]\n"
                                  "validation: {nav: {omitted_files: ignore}, links: {not_found: ignore, "
                                  "anchors: ignore, absolute_links: ignore, "
                                  "unrecognized_links: ignore}}\n")  # fmt: skip


def _eleventy(folder: Path, header: str, footer: str) -> None:
    page = FRAME.format(title="{{ title }}", header=header, footer=footer, content="{{ content | safe }}")
    _write(folder / "_includes/frame.njk", page)
    _write(folder / "eleventy.config.js", "module.exports = () => ({ htmlTemplateEngine: false });\n")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def run(folder: Path, python: Path, node: Path) -> None:
    """One line for each generator."""
    python, node = python.absolute(), node.absolute()
    commands = {
        "pelican": [python.parent / "pelican", "content", "-s", "pelicanconf.py", "-o", "out", "-q"],
        "mkdocs": [python.parent / "mkdocs", "build", "-q", "-d", "out"],
        "eleventy": ["node", node / "@11ty/eleventy/cmd.cjs", "--quiet", "--output=out"],
    }
    print(
        "| generator | pages | wall s | processor s | pages a second (wall) | pages a processor second | peak MB |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, command in commands.items():
        shutil.rmtree(folder / name / "out", ignore_errors=True)
        wall, user, peak = _timed([str(part) for part in command], folder / name)
        pages = sum(1 for _ in (folder / name / "out").rglob("*.html"))
        print(
            f"| {name} | {pages} | {wall:.1f} | {user:.1f} | {pages / wall:.0f} | {pages / user:.0f} | {peak} |"
        )


def _timed(command: list[str], folder: Path) -> tuple[float, float, int]:
    """Wall and processor seconds of a process, and its most memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"{command[0]} ended with {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("take")
    one.add_argument("site", type=Path)
    one.add_argument("folder", type=Path)
    one.add_argument("--pages", type=int, default=4000)
    two = commands.add_parser("run")
    two.add_argument("folder", type=Path)
    two.add_argument("--python", type=Path, required=True)
    two.add_argument("--node", type=Path, required=True)
    asked = parser.parse_args()
    if asked.command == "take":
        take(asked.site, asked.folder, asked.pages)
    else:
        run(asked.folder, asked.python, asked.node)


if __name__ == "__main__":
    main()
