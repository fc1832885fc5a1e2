"""A folder of posts with front matter → a `Listing`: Jekyll, Hugo, Zola, Pelican, Eleventy, Astro and others."""
