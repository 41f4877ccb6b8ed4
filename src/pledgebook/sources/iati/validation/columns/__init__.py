"""The standard's rules held against many activities at once, over the columns of their elements.

The rules are those of the walk over trees, the same functions: each runs once for each distinct tag or text at a place,
and what concerns a whole activity only where the columns say that it may be broken. A newcomer would get wrong that the
columns could leave a fault out: what they sort out they are certain of, and tests hold both ways against each other.
"""
