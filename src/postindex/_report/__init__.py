"""A cadence → words, pictures and a page: what `postindex.report` and the command say of how often posts come."""
