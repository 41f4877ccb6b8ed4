"""The standard's rules, code lists and schema, applied to one record at a time.

``rules.yml`` and ``codes.csv`` declare what is checked, ``words.yml`` what is said of it, ``codes/`` holds the code
lists of which only the codes matter. A newcomer would get wrong that a fault here stops nothing: the record is read
all the same, and what cannot be used in it is an issue of the reader.

Source: https://iatistandard.org/en/iati-standard/203/rulesets/
"""
