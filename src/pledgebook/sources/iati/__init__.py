"""IATI activities as rows. What cannot be read becomes an issue; no money is lost, none invented.

Nothing is imported here: who only cuts files into parts starts without what reads them.
"""
