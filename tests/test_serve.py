"""The last good build over HTTP: read only, nothing outside it, a new build at once."""

from __future__ import annotations

import gzip
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from book_copies import edit, silent, small_book, small_built
from pledgebook.build import build
from pledgebook.pages.policy import FIRST_SHEET, server_policy
from pledgebook.serve import make_server, serve_build


@contextmanager
def served(book: Path) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server of the book."""
    with make_server(book, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            thread.join()


def get(
    connection: http.client.HTTPConnection, path: str, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    connection.putrequest(method, path, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def policy_of(book: Path) -> str:
    """What a server says of all pages: that of the style which they carry."""
    return server_policy((book / "_build/latest/site" / FIRST_SHEET).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def site() -> Iterator[http.client.HTTPConnection]:
    """The small book, served."""
    with served(small_built()) as connection:
        yield connection


KINDS = {
    "/": "text/html; charset=utf-8",
    "/en/": "text/html; charset=utf-8",
    "/fr/index.html": "text/html; charset=utf-8",
    "/theme/site.css": "text/css",
    "/data/tables/flow.csv": "text/csv; charset=utf-8",
    "/data/tables/flow.parquet": "application/vnd.apache.parquet",
    "/data/findings.json": "application/json; charset=utf-8",
}


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_a_file_is_served_with_its_kind_and_the_policy(
    site: http.client.HTTPConnection, path: str, kind: str
) -> None:
    status, headers, content = get(site, path)
    assert status == 200
    assert headers["content-type"] == kind
    assert headers["content-security-policy"] == policy_of(small_built())
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert content


def test_the_policy_lets_nothing_come_from_elsewhere_and_no_script_stand_in_a_page() -> None:
    policy = policy_of(small_built())
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert rules["form-action"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"


OUTSIDE = (
    "/../manifest.json",
    "/../../../pledgebook.yml",
    "/%2e%2e/manifest.json",
    "/..%2f..%2f..%2fpledgebook.yml",
    "/%2e%2e%2fmanifest.json",
    "/en/..%5c..%5cmanifest.json",
    "//etc/passwd",
    "/en/../../../../pledgebook.yml",
    "/....//manifest.json",
    "/%00",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_out_of_the_site(site: http.client.HTTPConnection, path: str) -> None:
    status, headers, content = get(site, path)
    assert status in (301, 404), (status, content[:200])
    if status == 301:
        assert headers["location"].startswith("/")
        assert not headers["location"].startswith("//")
    assert b"threshold" not in content
    assert b"root:" not in content
    assert headers["content-security-policy"] == policy_of(small_built())


def test_a_folder_without_a_page_is_not_listed(site: http.client.HTTPConnection) -> None:
    status, headers, content = get(site, "/data/tables/")
    assert status == 404
    assert b"flow.csv" not in content
    assert headers["content-security-policy"] == policy_of(small_built())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(method: str) -> None:
    with served(small_built()) as connection:
        assert get(connection, "/en/index.html", method)[0] == 501


def test_a_head_has_the_headers_and_no_content(site: http.client.HTTPConnection) -> None:
    status, headers, content = get(site, "/en/index.html", "HEAD")
    assert (status, content) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_a_text_is_packed_for_who_takes_it_and_a_table_of_bytes_never(
    site: http.client.HTTPConnection,
) -> None:
    plain = {path: get(site, path) for path in ("/en/", "/theme/site.css", "/en/picture.png")}
    for path, (status, _, content) in plain.items():
        site.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
        answer = site.getresponse()
        sent = answer.read()
        assert answer.status == status
        if path.endswith(".png"):
            assert answer.headers["Content-Encoding"] is None
        else:
            assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == ("gzip", "Accept-Encoding")
            assert answer.headers["Content-Security-Policy"] == policy_of(small_built())
            assert len(sent) == int(answer.headers["Content-Length"]) < len(content) / 2
            sent = gzip.decompress(sent)
        assert sent == content


def test_a_folder_without_its_stroke_is_led_to_its_page_packed_or_not(
    site: http.client.HTTPConnection,
) -> None:
    site.request("GET", "/en", headers={"Accept-Encoding": "gzip"})
    answer = site.getresponse()
    answer.read()
    assert (answer.status, answer.headers["Location"]) == (301, "/en/")


def test_a_new_build_is_served_at_once_and_a_failed_one_is_not(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    build(book, silent)
    with served(book) as connection:
        assert b"The people" not in get(connection, "/en/index.html")[2]
        edit(book, "pages/home/en.md", "## People", "## The people")
        build(book, silent)
        assert b"The people" in get(connection, "/en/index.html")[2]
        edit(book, "pages/home/en.md", "## The people", "## The 12 people")
        with pytest.raises(Exception, match="NUM001"):
            build(book, silent)
        assert b"The people" in get(connection, "/en/index.html")[2]


def test_a_port_that_is_taken_gives_another(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def interrupted(self: object, poll_interval: float = 0.5) -> None:
        raise KeyboardInterrupt

    with make_server(small_built(), "127.0.0.1", 0) as first:
        monkeypatch.setattr(type(first), "serve_forever", interrupted)
        serve_build(small_built(), "127.0.0.1", first.server_address[1], told.append)
        (address,) = told
        assert address.startswith("http://127.0.0.1:")
        assert not address.endswith(f":{first.server_address[1]}/")
