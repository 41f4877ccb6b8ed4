"""Pledgebook keeps the book on a strategy: what was promised, needed, paid and changed."""

__version__ = "0.1.0"
