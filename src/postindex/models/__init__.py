"""The values that the library holds: `Tag`, `Author`, `Enclosure` and `Post`."""

from postindex.models.post import Author, Enclosure, Post, Tag

__all__ = ["Author", "Enclosure", "Post", "Tag"]
