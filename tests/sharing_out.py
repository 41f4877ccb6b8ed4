"""Which tests go to the same worker: those of one file, and those of folders that share what is costly to start.

A newcomer would mark tests with ``xdist_group``: pytest-xdist writes the group into a test's id, which pytest no longer
lets it change since 9.2, so that the mark does nothing. A file's own fixtures would then be made by every worker.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/measures/engines/": "Spark is started once.",
    "tests/browser/test_browser_site.py": "The example book is built once, by the command of a reader.",
    "tests/browser/test_figures_open.py": "The same site.",
}
"""Files and folders that begin so, and what they share: those with the same folder are one share."""


def share_of(nodeid: str) -> str:
    """The share of a test.

    >>> share_of("tests/pages/test_twin.py::test_a[en::fr]"), share_of("tests/measures/engines/test_spark.py::test_b")
    ('tests/pages/test_twin.py', 'tests/measures/engines')
    """
    file = nodeid.partition("::")[0]
    is_shared = any(file.startswith(start) for start in TOGETHER)
    return file.rpartition("/")[0] if is_shared else file


class InShares(LoadScopeScheduling):  # type: ignore[misc]
    """Shares in the order of the tests, each whole to the next worker that is free."""

    def __init__(self, config: Any, log: Any) -> None:
        super().__init__(config, log)
        self.config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)
