"""A folder of posts with front matter → a `Listing`: Jekyll, Hugo, Zola, Pelican, Eleventy, Astro and others."""

from postindex.sources.front_matter.reading import read_front_matter

__all__ = ["read_front_matter"]
