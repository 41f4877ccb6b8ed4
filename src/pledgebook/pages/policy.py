"""What a page may load and do: only what lies beside it, no other host, no form, no inline script.

A newcomer would get wrong that a page carries the policy itself as well as the server that sends it as a header:
the same pages are read from a folder, an archive, or a host whose headers nobody here can set. ``frame-ancestors``
is for the header alone, as browsers pass it over in a page. Data such as JSON-LD is not a script to the policy.
The one style that may stand in a page is the first part of the theme's sheet, named by its hash.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

FIRST_SHEET = "theme/first.css"
"""The style that most pages carry, as a file of the site: pages that are thousands fetch it."""


@lru_cache(maxsize=8)
def page_policy(first_sheet: str = "") -> str:
    """The policy of a page that carries this style, or none."""
    style = f" 'sha256-{b64encode(sha256(first_sheet.encode()).digest()).decode()}'" if first_sheet else ""
    return (
        f"default-src 'none'; style-src 'self'{style}; script-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'"
    )


def server_policy(first_sheet: str) -> str:
    """The policy of a server for all pages of a site."""
    return f"{page_policy(first_sheet)}; frame-ancestors 'none'"
