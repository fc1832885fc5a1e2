"""Prints what a reader finds at a URL of this machine, as one JSON object: `python read.py READER URL`.

    {"title", "link", "entries": [{"id", "title", "link", "published", "updated", "summary", "content", "categories",
    "labels", "authors", "enclosures"}, …]}

Entries are in the order that the reader gives them, and texts as it hands them out. Dates are whole seconds since 1970
in UTC; `categories` are what identifies a tag, `labels` the names that Atom has beside that; `enclosures` are URLs.
What the reader does not give, or finds to be empty, is null. read.mjs does the same for readers in JavaScript.
"""

import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from calendar import timegm
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

SECONDS = 45  # less than the tests give this script, so that it outlives the programs that it runs
FIELDS = (
    *("id", "title", "link", "published", "updated", "summary", "content", "categories", "labels", "authors"),
    "enclosures",
)

Entry = dict[str, Any]
Feed = dict[str, Any]


def feed_of(title: str | None, link: str | None, entries: Iterable[Entry]) -> Feed:
    """Return a feed whose every entry has every field."""
    return {
        "title": title,
        "link": link,
        "entries": [{name: given(entry, name) for name in FIELDS} for entry in entries],
    }


def given(entry: Entry, field: str) -> Any:
    value = entry.get(field)
    return None if value in ("", []) else value  # not `or`: 0 is a date


def seconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


# -- packages ---------------------------------------------------------------------------------------------------------


def read_with_atoma(url: str) -> Feed:
    """Read with atoma, which leaves it to others to fetch, and to know the format."""
    import atoma

    with urlopen(url, timeout=SECONDS) as answer:
        type, document = answer.headers.get_content_type(), answer.read()
    if type == "application/rss+xml":
        channel = atoma.parse_rss_bytes(document)
        return feed_of(channel.title, channel.link, map(atoma_rss, channel.items))
    if type == "application/atom+xml":
        feed = atoma.parse_atom_bytes(document)
        return feed_of(feed.title.value, link_in(feed.links), map(atoma_atom, feed.entries))
    if type == "application/feed+json":
        feed = atoma.parse_json_feed_bytes(document)
        return feed_of(feed.title, feed.home_page_url, map(atoma_json, feed.items))
    raise ValueError(f"{type!r} is the type of no feed")


def atoma_rss(item: Any) -> Entry:
    return {
        "id": item.guid,
        "title": item.title,
        "link": item.link,
        "published": seconds(item.pub_date),
        "summary": item.description,
        "content": item.content_encoded,
        "categories": item.categories,
        "authors": item.author and [item.author],
        "enclosures": [enclosure.url for enclosure in item.enclosures],
    }


def atoma_atom(entry: Any) -> Entry:
    return {
        "id": entry.id_,
        "title": entry.title.value,
        "link": link_in(entry.links),
        "published": seconds(entry.published),
        "updated": seconds(entry.updated),
        "summary": entry.summary and entry.summary.value,
        "content": entry.content and entry.content.value,
        "categories": [category.term for category in entry.categories],
        "labels": [category.label for category in entry.categories],
        "authors": [author.name for author in entry.authors],
        "enclosures": [link.href for link in entry.links if link.rel == "enclosure"],
    }


def atoma_json(item: Any) -> Entry:
    return {
        "id": item.id_,
        "title": item.title,
        "link": item.url,
        "published": seconds(item.date_published),
        "updated": seconds(item.date_modified),
        "summary": item.summary,
        "content": item.content_html or item.content_text,
        "categories": item.tags,
        "authors": item.author and [item.author.name],
        "enclosures": [attachment.url for attachment in item.attachments],
    }


def link_in(links: Iterable[Any]) -> str | None:
    """Return the link that leads to what is described: `alternate`, which is what a link without a `rel` is too."""
    return next((link.href for link in links if link.rel in (None, "alternate")), None)


def read_with_fastfeedparser(url: str) -> Feed:
    import fastfeedparser

    read = fastfeedparser.parse(url)
    return feed_of(read.feed.get("title"), read.feed.get("link"), map(fastfeedparser_entry, read.entries))


def fastfeedparser_entry(entry: Any) -> Entry:
    dates = {name: datetime.fromisoformat(entry[name]) for name in ("published", "updated") if entry.get(name)}
    return {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "link": entry.get("link"),
        "published": seconds(dates.get("published")),
        "updated": seconds(dates.get("updated")),
        "summary": entry.get("description"),
        "content": entry["content"][0]["value"] if entry.get("content") else None,
        "categories": [tag["term"] for tag in entry.get("tags", ())],
        "labels": [tag["label"] for tag in entry.get("tags", ()) if tag["label"]],
        "authors": [author["name"] for author in entry.get("authors", ())],
        "enclosures": [enclosure["url"] for enclosure in entry.get("enclosures", ())],
    }


def read_with_feedparser(url: str) -> Feed:
    import feedparser

    read = feedparser.parse(url)
    if read.bozo:
        raise read.bozo_exception
    return feed_of(read.feed.get("title"), read.feed.get("link"), map(feedparser_entry, read.entries))


def feedparser_entry(entry: Any) -> Entry:
    return {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "link": entry.get("link"),
        "published": timegm(entry.published_parsed),
        # Asked with `get`, it would answer with `published` where there is no `updated`.
        "updated": timegm(entry["updated_parsed"]) if "updated_parsed" in entry else None,
        "summary": entry.get("summary"),
        "content": entry.content[0].value if "content" in entry else None,
        "categories": [tag.term for tag in entry.get("tags", ())],
        "labels": [tag.label for tag in entry.get("tags", ()) if tag.label],
        "authors": [author.name for author in entry.get("authors", ())],
        "enclosures": [enclosure.href for enclosure in entry.enclosures],
    }


def read_with_reader(url: str) -> Feed:
    from reader import make_reader

    with TemporaryDirectory() as folder, closing(make_reader(os.path.join(folder, "reader.sqlite"))) as reader:
        reader.add_feed(url)
        reader.update_feed(url)
        feed = reader.get_feed(url)
        return feed_of(feed.title, feed.link, map(reader_entry, reader.get_entries()))


def reader_entry(entry: Any) -> Entry:
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "published": seconds(entry.published),
        "updated": seconds(entry.updated),
        "summary": entry.summary,
        "content": entry.content[0].value if entry.content else None,
        "authors": [author.name for author in entry.authors],
        "enclosures": [enclosure.href for enclosure in entry.enclosures],
    }


# -- programs ---------------------------------------------------------------------------------------------------------


def read_with_newsboat(url: str) -> Feed:
    """Read with newsboat: let it fill a cache of its own, and look there."""
    with TemporaryDirectory() as home:
        urls, config, cache = (os.path.join(home, name) for name in ("urls", "config", "cache.db"))
        Path(urls).write_text(f"{url}\n", encoding="utf-8")
        Path(config).touch()
        run("newsboat", "-u", urls, "-C", config, "-c", cache, "-x", "reload", home=home)
        with closing(sqlite3.connect(cache)) as database:
            database.row_factory = sqlite3.Row
            feed = database.execute("SELECT * FROM rss_feed").fetchone()
            items = database.execute(
                "SELECT * FROM rss_item ORDER BY id DESC"
            ).fetchall()  # it keeps the last one first
    if feed is None:  # it says so by no exit code
        raise OSError(f"newsboat has not read {url}")
    return feed_of(feed["title"], feed["url"], map(newsboat_item, items))


def newsboat_item(item: sqlite3.Row) -> Entry:
    return {
        "id": item["guid"],
        "title": item["title"],
        "link": item["url"],
        "published": item["pubDate"],
        "summary": item["content"],
        "authors": one(item["author"]),
        "enclosures": one(item["enclosure_url"]),
    }


def read_with_sfeed(url: str) -> Feed:
    """Read with sfeed_update: it fetches with curl, has sfeed read that, and sorts what comes of it."""
    with TemporaryDirectory() as home:
        settings = os.path.join(home, "sfeedrc")
        words = f"sfeedpath={shlex.quote(home)}\nfeeds() {{\n\tfeed found {shlex.quote(url)}\n}}\n"
        Path(settings).write_text(words, encoding="utf-8")
        run("sfeed_update", settings, home=home)
        found = Path(home, "found").read_bytes().decode()
    if not found:  # it says so by no exit code
        raise OSError(f"sfeed has found no entry at {url}")
    return feed_of(None, None, map(sfeed_line, found.removesuffix("\n").split("\n")))  # U+2028 ends no line of these


def sfeed_line(line: str) -> Entry:
    published, title, link, content, _, id, author, enclosure, categories, *_ = line.split("\t")
    escapes = {r"\n": "\n", r"\t": "\t", r"\\": "\\"}
    return {
        "id": id,
        "title": title,
        "link": link,
        "published": int(published),
        "summary": re.sub(r"\\[nt\\]", lambda escape: escapes[escape[0]], content),
        "categories": categories.split("|") if categories else None,
        "authors": one(author),
        "enclosures": one(enclosure),
    }


def one(value: str | None) -> list[str] | None:
    return [value] if value else None


def run(*command: str, home: str) -> None:
    """Run a program that finds nothing of ours at home, and whose words are no part of our answer."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    env["HOME"] = home
    subprocess.run(command, check=True, env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=SECONDS)


READERS: dict[str, Callable[[str], Feed]] = {
    "atoma": read_with_atoma,
    "fastfeedparser": read_with_fastfeedparser,
    "feedparser": read_with_feedparser,
    "newsboat": read_with_newsboat,
    "reader": read_with_reader,
    "sfeed": read_with_sfeed,
}

if __name__ == "__main__":
    name, url = sys.argv[1:]
    if urlsplit(url).hostname != "127.0.0.1":
        sys.exit(f"{url} is not on this machine; only what the tests serve is read")
    sys.stdout.write(json.dumps(READERS[name](url)))
