"""Sentences and measures in, verdicts out: the words of a figure become an interval, and the data decide."""
