"""Site builders: the names of their fields, where their posts are, and what tells them apart.

Names of fields are in lower case. `a.b` is the field `b` of the mapping in field `a`.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

BuilderName = Literal[
    "astro", "eleventy", "hugo", "jekyll", "mkdocs", "nikola", "obsidian", "pelican", "quarto", "zola"
]
FieldName = Literal[
    "title",
    "published",
    "updated",
    "summary",
    "tags",
    "categories",
    "authors",
    "language",
    "image",
    "url",
    "slug",
    "draft",
    "reading_minutes",
    "id",
]

# Most builders share these, and a folder without a builder has them.
COMMON: Mapping[FieldName, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("title",),
        "published": (
            *("date", "published", "publishdate", "pubdate", "pubdatetime", "published_at", "publishedat"),
            *(
                "date_published",
                "datepublished",
                "published_date",
                "publish_date",
                "created",
                "created_at",
                "createdat",
            ),
        ),
        "updated": (
            *(
                "updated",
                "lastmod",
                "modified",
                "updateddate",
                "update_date",
                "date_updated",
                "updated_at",
                "updatedat",
            ),
            *("last_modified_at", "last_modified", "lastmodified", "moddatetime", "date-modified", "date_modified"),
        ),
        "summary": ("summary", "excerpt", "description", "abstract"),
        "tags": ("tags", "tag", "taxonomies.tags"),
        "categories": ("categories", "category", "taxonomies.categories"),
        "authors": ("authors", "author"),
        "language": ("lang", "language", "locale"),
        "image": (
            *("image", "cover", "heroimage", "hero_image", "thumbnail", "featured_image", "featuredimage", "ogimage"),
            *("og_image", "socialimage", "banner", "params.image", "extra.image"),
        ),
        "url": ("url", "permalink"),
        "slug": ("slug",),
        "draft": ("draft", "status"),
        "reading_minutes": ("reading_minutes", "reading_time", "readingtime"),
        "id": (),
    }
)
# Fields that say nothing that a post holds.
_UNUSED = frozenset(
    {
        *("layout", "type", "template", "theme", "css", "js", "script", "style", "class", "classes", "icon", "color"),
        *("aliases", "alias", "redirect_from", "redirect_to", "path", "weight", "order", "toc", "toc_sticky", "math"),
        *("mathjax", "katex", "mermaid", "comments", "comment", "disqus", "share", "related", "sitemap", "robots"),
        *("noindex", "pin", "sticky", "featured", "highlight", "hidden", "outputs", "output", "format", "params"),
        *("extra", "build", "cascade", "menu", "menus", "nav_order", "parent", "header", "footer", "sidebar"),
        *("keywords", "series", "excerpt_separator", "subtitle", "canonical_url", "canonicalurl", "canonical"),
        *("eleventyexcludefromcollections", "eleventynavigation", "expirydate", "headless", "linktitle", "markup"),
        *("url_path", "author_profile", "read_time", "last_modified_by", "in_search_index", "insert_anchor_links"),
        *("sort_by", "page_template", "authors_url", "link", "translationkey", "cssclass", "cssclasses", "publish"),
        *("up", "execute", "editor", "bibliography", "engine", "jupyter", "image-alt", "previewimage", "has_math"),
        *("hide", "search", "readtime", "links", "modified_by", "taxonomies", "date_format"),
    }
)


class Builder(NamedTuple):
    """A site builder's habits.

    - `fields`: names of fields that come before the common ones.
    - `unused`: fields that say nothing that a post holds, beside those that many builders have.
    - `posts`, `drafts`: names of the folders that hold posts and drafts, where the builder has fixed ones.
    - `spaces`: whether tags in one text are separated by spaces; else they are by commas.
    - `heading`, `file_title`: whether a post without a title takes its first heading, or its file's name.
    - `collections`: tags that name a collection of pages, not what a post is about.
    """

    fields: Mapping[FieldName, tuple[str, ...]] = MappingProxyType({})
    unused: frozenset[str] = frozenset()
    posts: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    spaces: bool = False
    heading: bool = False
    file_title: bool = False
    collections: frozenset[str] = frozenset()

    def names(self, field: FieldName) -> tuple[str, ...]:
        """Return the names of a field, the first that a post has counts."""
        return (*self.fields.get(field, ()), *COMMON[field])

    def is_unused(self, name: str) -> bool:
        """Return whether a field is known to say nothing that a post holds."""
        return name in _UNUSED or name in self.unused


ANY = Builder()
BUILDERS: Mapping[BuilderName, Builder] = MappingProxyType(
    {
        "astro": Builder({"published": ("pubdate", "pubdatetime"), "image": ("heroimage",)}),
        "eleventy": Builder(collections=frozenset({"post", "posts", "blog", "all", "nav", "note", "notes"})),
        "hugo": Builder({"image": ("featured_image", "cover.image", "images")}, frozenset({"resources", "sitemap"})),
        "jekyll": Builder({"updated": ("last_modified_at",)}, posts=("_posts",), drafts=("_drafts",), spaces=True),
        "mkdocs": Builder({"published": ("date.created",), "updated": ("date.updated",)}, heading=True),
        "nikola": Builder({"image": ("previewimage",)}, frozenset({"type", "pretty_url", "hidetitle", "nocomments"})),
        "obsidian": Builder(file_title=True),
        "pelican": Builder({"updated": ("modified",)}, frozenset({"save_as", "translation"})),
        "quarto": Builder({"updated": ("date-modified",)}, heading=True),
        "zola": Builder({"image": ("extra.image", "extra.cover"), "tags": ("taxonomies.tags",)}),
    }
)
# The files at the root of a site that tell its builder; where there is a text, the file has to contain it.
_SIGNS: tuple[tuple[str, bytes, BuilderName], ...] = (
    ("pelicanconf.py", b"", "pelican"),
    ("mkdocs.yml", b"", "mkdocs"),
    ("_quarto.yml", b"", "quarto"),
    ("hugo.toml", b"", "hugo"),
    ("hugo.yaml", b"", "hugo"),
    ("hugo.json", b"", "hugo"),
    ("config.toml", b"base_url", "zola"),
    ("zola.toml", b"", "zola"),
    ("config.toml", b"baseURL", "hugo"),
    ("config.yaml", b"baseURL", "hugo"),
    ("astro.config.mjs", b"", "astro"),
    ("astro.config.ts", b"", "astro"),
    ("astro.config.js", b"", "astro"),
    (".eleventy.js", b"", "eleventy"),
    ("eleventy.config.js", b"", "eleventy"),
    ("eleventy.config.mjs", b"", "eleventy"),
    ("eleventy.config.cjs", b"", "eleventy"),
    ("conf.py", b"BLOG_AUTHOR", "nikola"),
    ("_config.yml", b"", "jekyll"),
    ("_config.yaml", b"", "jekyll"),
)
_FOLDERS: tuple[tuple[str, BuilderName], ...] = (
    (".obsidian", "obsidian"),
    ("_posts", "jekyll"),
    ("archetypes", "hugo"),
)
_LARGEST_SIGN = 1 << 16  # bytes of a configuration that are read
_LEVELS = 3  # folders, from that of the posts upwards, of which one may be the root of the site


def builder_of(folder: Path) -> BuilderName | None:
    """Return the builder of the site that a folder of posts belongs to, by the files beside or above it."""
    for root in (folder, *folder.resolve().parents)[:_LEVELS]:
        for name, text, builder in _SIGNS:
            if (root / name).is_file() and (not text or text in _start_of(root / name)):
                return builder
        for name, builder in _FOLDERS:
            if (root / name).is_dir():
                return builder
    return None


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_LARGEST_SIGN)
