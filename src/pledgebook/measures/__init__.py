"""Tables in, one number per key out. How a number may be combined is its measure's kind, nothing else."""
