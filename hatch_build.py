"""Builds the optional extensions that read IATI faster, where there is a C compiler and Python's headers.

Without them, or where the compiler fails, nothing is left behind and Pledgebook does the same in Python, more slowly. A
newcomer would get wrong that a failure should be told: most who install it on a laptop have no compiler and need none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FOLDER = Path("src/pledgebook/sources/iati/columns")
SOURCES = tuple(_FOLDER / name for name in ("compiled.c", "passes.c", "structure.c"))


class BuildExtension(BuildHookInterface[Any]):
    """Called by hatchling before it packs a wheel or installs the project as it stands."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the extensions beside their sources; a wheel that has one is for this Python and system only."""
        if self.target_name != "wheel":
            return
        for source in SOURCES:
            built = built_extension(Path(self.root) / source)
            if built is not None and version != "editable":
                build_data["pure_python"] = False
                build_data["infer_tag"] = True
                build_data["force_include"][str(built)] = str(
                    Path("pledgebook") / built.relative_to(Path(self.root) / "src/pledgebook")
                )


def built_extension(source: Path) -> Path | None:
    """The extension, whole, beside its source; None where it cannot be built, and an older one is removed."""
    built = built_name(source)
    new = source.with_name(f".{source.stem}-{os.getpid()}.new")
    headers = sysconfig.get_path("include")
    compiler = next((one for one in _compilers() if shutil.which(one[0])), None)
    linking = ["-undefined", "dynamic_lookup"] if sys.platform == "darwin" else []
    built.unlink(missing_ok=True)
    if compiler is None or sys.platform == "win32":
        return None
    command = [*compiler, "-O3", "-shared", "-fPIC", *linking, f"-I{headers}", str(source), "-o", str(new)]
    try:
        subprocess.run(command, check=True, capture_output=True)
        new.replace(built)
    except (OSError, subprocess.CalledProcessError):
        return None
    finally:
        new.unlink(missing_ok=True)
    return built


def built_name(source: Path) -> Path:
    """What this Python asks for when it imports the extension."""
    return source.with_name(source.stem + str(sysconfig.get_config_var("EXT_SUFFIX")))


def _compilers() -> list[list[str]]:
    """The compiler that this Python was built with, and the usual names."""
    own = str(sysconfig.get_config_var("CC") or "").split()
    return [one for one in (own, ["cc"], ["gcc"], ["clang"]) if one]
