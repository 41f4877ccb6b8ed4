"""The records of rows: on which line of a file they stand, as ``line 7``."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.columns.extension import passes
from pledgebook.sources.iati.columns.marks import Places, texts_from

_LINE, _BLANK = pa.scalar("line", pa.string()), pa.scalar(" ", pa.string())


def in_python(lines: Places) -> pa.Array:
    """The records of lines, without the extension."""
    return pc.binary_join_element_wise(_LINE, pa.array(lines).cast(pa.string()), _BLANK)


def by_extension(lines: Places) -> pa.Array:
    """The same by the extension, which has to be there."""
    return texts_from(*passes.records(np.ascontiguousarray(lines, np.int64)))


records = in_python if passes is None else by_extension
"""The records of lines, in whichever way is there."""
