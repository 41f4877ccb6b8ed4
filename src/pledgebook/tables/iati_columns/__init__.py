"""The tables of IATI out of columns of elements: what the tree reader says row by row, said column by column.

The technique: start tags and texts repeat, so the functions that read single values run once for each distinct one and
the column is made by taking. Whatever would be an issue, or is not as these tables expect it, marks its activity, which
is then read as a tree. So what a value means stands in ``sources/iati`` alone, and both ways agree.
"""
