"""A book built again while its author types, and its findings shown in the pages as they are served.

A newcomer would write the findings into the site. The site on disk is the last good build and nothing else; the
banner is put into a page only while it is being answered.
"""
