"""What a page may load and do: only what lies beside it, no other host, no form, no inline script.

A newcomer would get wrong that a page carries the policy itself as well as the server that sends it as a header:
the same pages are read from a folder, an archive, or a host whose headers nobody here can set. ``frame-ancestors``
is for the header alone, as browsers pass it over in a page. Data such as JSON-LD is not a script to the policy.
"""

from __future__ import annotations

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
SERVER_POLICY = f"{PAGE_POLICY}; frame-ancestors 'none'"
