"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import pledgebook

MODULES = sorted(m.name for m in pkgutil.walk_packages(pledgebook.__path__, "pledgebook."))


@pytest.mark.parametrize("name", MODULES)
def test_every_example_of_a_module_gives_what_it_says(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert not result.failed


def test_there_are_examples_to_run() -> None:
    modules = [importlib.import_module(name) for name in MODULES]
    assert sum(len(test.examples) for m in modules for test in doctest.DocTestFinder().find(m)) > 50
