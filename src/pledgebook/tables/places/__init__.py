"""Places: which p-code a source means by the codes and names it writes."""
