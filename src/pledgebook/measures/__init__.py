"""Tables in, one number per key out. How a number may be combined is its measure's kind, nothing else."""

THREADS = 2
"""How many threads the database takes where nobody says."""
ENGINES = ("duckdb", "spark")
"""What may run the measures."""
