"""A source.yml proposed from a file that was never seen: what is certain is said, the rest is asked."""
