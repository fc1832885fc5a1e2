"""Text ⇄ posts: the listing of a blog, read line by line into typed values, and written back."""

from postindex.listing.merging import merge
from postindex.listing.reading import iter_posts, parse_listing, parse_listings, read_listing, read_listings
from postindex.listing.values import Layout, Listing, Origin, Page
from postindex.listing.writer import write_listing

__all__ = [
    "Layout",
    "Listing",
    "Origin",
    "Page",
    "iter_posts",
    "merge",
    "parse_listing",
    "parse_listings",
    "read_listing",
    "read_listings",
    "write_listing",
]
