"""What may be declared in a book, read and checked with file and line."""
