"""`PostIndex`: posts, newest first, and the answers about them.

>>> from datetime import date
>>> from postindex import Post, PostIndex
>>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22), tags=["k8s"])])
>>> index.tagged("k8s").search("kuberntes")
(<Hit 0.90 'Kubernetes at home' by kubernetes>,)
"""

from postindex.index.index import Aliased, PostIndex

__all__ = ["Aliased", "PostIndex"]
