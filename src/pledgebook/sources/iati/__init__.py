"""IATI activities as rows. What cannot be read becomes an issue; no money is lost, none invented."""

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.newest import newest
from pledgebook.sources.iati.read import read_activities
from pledgebook.sources.iati.shares import Share, Shares
from pledgebook.sources.iati.tables import ALL, MONEY

__all__ = ["ALL", "MONEY", "ActivityRead", "Share", "Shares", "newest", "read_activities"]
