"""The rules, as data and one function each; findings out."""
