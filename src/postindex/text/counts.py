"""A count with its noun."""


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> counted(1, "post"), counted(1234, "post")
    ('1 post', '1,234 posts')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
