"""The version, as a constant: to read it from the installed package would take longer than to start the command."""

__version__ = "0.2.0"
