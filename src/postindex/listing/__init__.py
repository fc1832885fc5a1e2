"""Text → posts: the listing of a blog, read line by line into typed values."""

from postindex.listing.reading import Listing, parse_listing, read_listing

__all__ = ["Listing", "parse_listing", "read_listing"]
