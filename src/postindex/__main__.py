"""`python -m postindex`, the same as the command `postindex`."""

from postindex.cli import main

if __name__ == "__main__":
    main()
