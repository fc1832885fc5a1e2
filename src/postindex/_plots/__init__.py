"""A cadence → matplotlib: one room for each picture. Only `postindex.plots` imports these, when one is asked for."""
