"""Open files out: CSV and Parquet of what passed the gate, and a dictionary made from the declarations."""
