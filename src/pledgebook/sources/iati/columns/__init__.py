"""Activities read as columns, without an object per element: most of a file, at several times the speed of trees."""
