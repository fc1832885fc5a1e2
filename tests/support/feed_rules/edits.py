"""Break a good document on purpose."""

from collections.abc import Mapping


def edited(document: str, edits: Mapping[str, str]) -> bytes:
    """Return a document with each of the old texts, which must stand there once, replaced by its new one."""
    for old, new in edits.items():
        if (count := document.count(old)) != 1:
            raise ValueError(f"{old!r} stands {count} times in the document")
        document = document.replace(old, new)
    return document.encode()
