"""Raw rows in, typed tables out. One subject per module, one row defined in one ``.yml``."""
