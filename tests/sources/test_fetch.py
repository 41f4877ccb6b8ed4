"""Fetching against a server on this machine: changed or not, slow or broken, too large; whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pledgebook.sources.fetch import Fetched, NotFetchedError, beside, fetch


class Server(ThreadingHTTPServer):
    """Answers as the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []
        self.answer: Callable[[Handler, int], None] = lambda handler, _: handler.send(200, b"a,b\n1,2\n")

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/file.csv"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_GET(self) -> None:
        """The answer of the test."""
        self.server.asked.append(dict(self.headers))
        self.server.answer(self, len(self.server.asked))

    def send(self, status: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        """A whole answer, or one that promises more than it sends."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine, for one test."""
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def get(server: Server, path: Path, limit: int = 10_000, retries: int = 2) -> Fetched:
    return fetch(server.address, path, lambda *_: None, limit, wait=0.01, retries=retries)


def why(server: Server, path: Path, **how: int) -> str:
    with pytest.raises(NotFetchedError) as error:
        get(server, path, **how)
    assert error.value.why["fr"]
    return error.value.why["en"]


def test_a_file_that_is_new_comes_whole(server: Server, tmp_path: Path) -> None:
    fetched = get(server, tmp_path / "new" / "file.csv")
    assert (fetched.state, fetched.size) == ("new", 8)
    assert (tmp_path / "new" / "file.csv").read_bytes() == b"a,b\n1,2\n"


def test_progress_is_told_with_the_whole_where_the_server_says_it(server: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    fetch(server.address, tmp_path / "file.csv", lambda done, whole: told.append((done, whole)))
    assert told[-1] == (8, 8)


def test_a_file_that_did_not_change_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    def answer(handler: Handler, _: int) -> None:
        if handler.headers.get("If-None-Match") == '"one"':
            handler.send(304)
        else:
            handler.send(200, b"one", ETag='"one"', Last_Modified="Mon, 01 Nov 2021 00:00:00 GMT")

    server.answer = answer
    path = tmp_path / "file.csv"
    assert [get(server, path).state for _ in range(2)] == ["new", "unchanged"]
    assert server.asked[1]["If-Modified-Since"] == "Mon, 01 Nov 2021 00:00:00 GMT"
    assert path.read_bytes() == b"one"


def test_a_file_that_was_edited_since_is_asked_for_anew(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: handler.send(200, b"one", ETag='"one"')
    path = tmp_path / "file.csv"
    get(server, path)
    path.write_bytes(b"edited")
    assert get(server, path).state == "changed"
    assert "If-None-Match" not in server.asked[1]


def test_same_bytes_under_another_tag_are_the_same(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, number: handler.send(200, b"one", ETag=f'"{number}"')
    assert [get(server, tmp_path / "file.csv").state for _ in range(2)] == ["new", "same"]


def test_a_server_that_is_busy_is_asked_again(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, n: handler.send(503) if n < 3 else handler.send(200, b"late")
    assert get(server, tmp_path / "file.csv").state == "new"
    assert len(server.asked) == 3


def test_a_server_that_stays_busy_is_given_up_and_said_so(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: handler.send(503)
    assert why(server, tmp_path / "file.csv").endswith("answers 503")
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_file_that_is_not_there_is_not_asked_for_again(status: int, server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: handler.send(status)
    assert why(server, tmp_path / "file.csv").endswith(f"answers {status}")
    assert len(server.asked) == 1


def broken(handler: Handler, _: int) -> None:
    handler.send(200, b"half a fi", length=100)
    handler.close_connection = True


def too_much(handler: Handler, _: int) -> None:
    handler.send(200, b"x" * 20_000)


def endless(handler: Handler, _: int) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _piece in range(40):
        handler.wfile.write(b"x" * 1000)
    handler.close_connection = True


def empty(handler: Handler, _: int) -> None:
    handler.send(200, b"")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (broken, "to the end"),
        (too_much, "no more than 0 MB"),
        (endless, "no more than"),
        (empty, "empty file"),
    ],
)
def test_what_does_not_come_whole_leaves_the_old_file_and_nothing_beside_it(
    answer: Callable[[Handler, int], None], said: str, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"the last good one")
    server.answer = answer
    assert said in why(server, path)
    assert path.read_bytes() == b"the last good one"
    assert [p.name for p in tmp_path.iterdir()] == ["file.csv"]
    assert not beside(path).exists()


def test_a_redirection_is_followed_and_one_that_never_ends_is_not(server: Server, tmp_path: Path) -> None:
    server.answer = lambda h, n: h.send(302, Location="/there") if n == 1 else h.send(200, b"there")
    assert get(server, tmp_path / "file.csv").size == 5
    server.answer = lambda handler, _: handler.send(302, Location="/again")
    assert "more than 5 times" in why(server, tmp_path / "file.csv")


def test_a_redirection_out_of_the_web_is_refused(server: Server, tmp_path: Path) -> None:
    server.answer = lambda handler, _: handler.send(302, Location="file:///etc/hostname")
    assert "no address of the web" in why(server, tmp_path / "file.csv")


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    gone = Server()
    gone.server_close()
    assert "does not answer" in why(gone, tmp_path / "file.csv", retries=1)
