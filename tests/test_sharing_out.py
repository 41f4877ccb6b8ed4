"""Tests are shared out by file; nothing asks for it by a mark that does nothing."""

from __future__ import annotations

from pathlib import Path

from sharing_out import TOGETHER, share_of

TESTS = Path(__file__).resolve().parent


def test_a_file_is_one_share_and_what_shares_a_fixture_is_one_too() -> None:
    assert share_of("tests/pages/test_twin.py::test_a[en::fr]") == "tests/pages/test_twin.py"
    shares = {share_of(f"tests/measures/engines/{name}.py::test_a") for name in ("test_spark", "test_duck")}
    assert shares == {"tests/measures/engines"}
    site, opened = (
        share_of(f"tests/browser/{name}.py::t") for name in ("test_browser_site", "test_figures_open")
    )
    assert site == opened == "tests/browser"
    assert all((TESTS.parent / start).exists() for start in TOGETHER)


def test_no_test_is_marked_with_a_group_that_nothing_reads() -> None:
    mark = "mark." + "xdist_group"
    assert [p.name for p in TESTS.rglob("test_*.py") if mark in p.read_text(encoding="utf-8")] == []
