"""The optional compiled extensions, each None where it was not built: no C compiler, or not Python's headers.

A newcomer would get wrong that anything is missing without them but speed.
"""

from __future__ import annotations

try:
    from pledgebook.sources.iati.columns import compiled as compiled
    from pledgebook.sources.iati.columns import passes as passes
    from pledgebook.sources.iati.columns import structure as structure
except ImportError:
    compiled = None  # type: ignore[assignment]
    passes = None  # type: ignore[assignment]
    structure = None  # type: ignore[assignment]
