"""The most memory that a process and those it started hold together, looked at by another process.

    python benchmarks/held.py PROCESS FILE

A newcomer would look from a thread of the process itself: where another thread runs the build starts no process that
would leave it behind, and so is another build than the one of the command line. Nothing but Python's own library is
imported, as what both processes load is counted half to each.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


class Memory:
    """Looks at this process from its beginning on: the sum of the proportional sets (PSS) of it and of those it
    started, in which what they share is counted once; where the system does not tell them, the most that this process
    alone held."""

    def __init__(self) -> None:
        self._most = 0
        self._tells = Path("/proc/self/smaps_rollup").exists()
        self._file = Path(tempfile.mkstemp()[1])
        if self._tells:
            self._other = subprocess.Popen([sys.executable, "-S", __file__, str(os.getpid()), self._file])

    def look(self) -> int:
        """The most megabytes until now."""
        if not self._tells:
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self._most = max(self._most, int(self._file.read_text() or 0), held(os.getpid(), self._other.pid))
        return self._most

    def end(self) -> None:
        """Look no longer."""
        if self._tells:
            self._other.kill()
            self._other.wait()
        self._file.unlink()


def held(process: int, apart_from: int) -> int:
    """The megabytes that a process and those it started hold now; one of these does not count."""
    return sum(_proportional(one) for one in (process, *_children(process)) if one != apart_from) // 1024


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def _proportional(process: int) -> int:
    """The kilobytes of a process, what it shares with others in equal parts; 0 when it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def main() -> None:
    """Write the most down twice a second until the process has ended."""
    process, file, most = int(sys.argv[1]), Path(sys.argv[2]), 0
    while os.getppid() == process:
        now = held(process, os.getpid())
        if now > most:
            most = now
            file.write_text(str(most))
        time.sleep(0.5)


if __name__ == "__main__":
    main()
