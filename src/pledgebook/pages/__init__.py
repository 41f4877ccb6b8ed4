"""Verdicts and measures in, HTML out. A page computes nothing: no number stands here that no measure made."""
