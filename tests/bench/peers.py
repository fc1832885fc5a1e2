"""Engines that search posts for what a person typed: postindex, and its peers in Python.

Each peer is set up as its own documentation advises for words with typos, the last of them unfinished, and then tuned
on the bench's questions: of a few settings, the one whose answers stood highest is here.

`python peers.py NAME POSTS` builds one of a file of posts, a JSON object on each line. It prints a line of JSON with
the seconds that took and the most memory that it has held by then, in KiB; and for every query on a line of its input,
a line with the ids found and the seconds taken. Times are taken in here, so that the way in and out does not count.
"""

import json
import re
import sqlite3
import sys
from collections.abc import Callable, Sequence
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import TypeVar

from quality import DEPTH

from postindex import Post, PostIndex

Search = Callable[[str], Sequence[str]]  # a query → ids, best first, at most ten
T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")


def no_engine(posts: Sequence[Post]) -> Search:
    """Nothing: a process that only holds the posts, to tell what an engine needs beside them."""
    return lambda _: [posts[0].id]


def postindex(posts: Sequence[Post]) -> Search:
    index = PostIndex(posts)
    index.search("warm")  # builds what search needs
    return lambda query: [hit.post.id for hit in index.search(query, limit=DEPTH)]


def sqlite_trigram(posts: Sequence[Post]) -> Search:
    """FTS5: any trigram of a word, ranked by bm25. A space before and after a word tells its beginning and its end."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE posts USING fts5(title, tags, summary, tokenize = 'trigram')")
    database.executemany(
        "INSERT INTO posts(rowid, title, tags, summary) VALUES (?, ?, ?, ?)",
        ((place, *(f" {text} " for text in _texts(post))) for place, post in enumerate(posts)),
    )
    database.execute("INSERT INTO posts(posts) VALUES ('optimize')")

    def search(query: str) -> list[str]:
        padded = " ".join(f" {word} " for word in query.lower().split()).rstrip()  # the last word may be unfinished
        grams = dict.fromkeys(padded[at : at + 3] for at in range(len(padded) - 2))
        wanted = " OR ".join('"{}"'.format(gram.replace('"', '""')) for gram in grams if "  " not in gram)
        if not wanted:
            return []  # FTS5 refuses an empty query
        ranked = "SELECT rowid FROM posts WHERE posts MATCH ? ORDER BY bm25(posts, 3, 1, 1) LIMIT ?"
        return [posts[place].id for (place,) in database.execute(ranked, (wanted, DEPTH))]

    return search


def tantivy(posts: Sequence[Post]) -> Search:
    """A word that a post has is taken as typed; another is fuzzy, and a rare find. Of the fields the best counts."""
    from tantivy import Document, Index, Occur, Query, SchemaBuilder

    boosts = {"title": 1.3, "tags": 1.0, "summary": 1.0}
    builder = SchemaBuilder().add_integer_field("place", stored=True)
    for field in boosts:
        builder.add_text_field(field)
    schema = builder.build()
    index = Index(schema)
    writer = index.writer(num_threads=1)  # no slower here, and equal scores come in one order
    for place, post in enumerate(posts):
        writer.add_document(Document(place=place, **dict(zip(boosts, _texts(post), strict=True))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def matches(word: str, *, unfinished: bool) -> Query:
        edits = 0 if any(searcher.doc_freq(field, word) for field in boosts) else _edits(word)
        queries = []
        for field, boost in boosts.items():
            queries.append(Query.boost_query(Query.term_query(schema, field, word), boost))
            if edits or unfinished:
                fuzzy = Query.fuzzy_term_query(schema, field, word, edits, prefix=unfinished)
                queries.append(Query.boost_query(fuzzy, boost * (10 if edits else 8)))
        return Query.disjunction_max_query(queries)

    def search(query: str) -> list[str]:
        words = _WORD.findall(query.lower())
        parts = [(Occur.Should, matches(word, unfinished=place == len(words))) for place, word in enumerate(words, 1)]
        hits = searcher.search(Query.boolean_query(parts), DEPTH, count=False).hits
        return [posts[searcher.doc(address)["place"][0]].id for _, address in hits]

    return search


def rapidfuzz_titles(posts: Sequence[Post]) -> Search:
    """The whole query against every whole title: what one writes first."""
    from rapidfuzz import fuzz, process, utils

    titles = [utils.default_process(post.title) for post in posts]

    def search(query: str) -> list[str]:
        found = process.extract(utils.default_process(query), titles, scorer=fuzz.WRatio, limit=DEPTH)
        return [posts[place].id for _, _, place in found]

    return search


def whoosh(posts: Sequence[Post]) -> Search:
    """Any word, in any field; one that no post has is fuzzy."""
    from whoosh.analysis import StandardAnalyzer
    from whoosh.fields import STORED, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.query import FuzzyTerm, Or, Prefix, Term

    text = TEXT(analyzer=StandardAnalyzer(stoplist=None, minsize=1), phrase=False)
    boosts = {"title": 2.0, "tags": 1.0, "summary": 1.0}
    index = RamStorage().create_index(Schema(place=STORED, **dict.fromkeys(boosts, text)))
    writer = index.writer(limitmb=256)
    for place, post in enumerate(posts):
        writer.add_document(place=place, **dict(zip(boosts, _texts(post), strict=True)))
    writer.commit()
    searcher = index.searcher()
    reader = searcher.reader()

    def matches(word: str, *, unfinished: bool) -> Or:
        edits = 0 if any((field, word) in reader for field in boosts) else _edits(word)
        queries = []
        for field, boost in boosts.items():
            queries.append(Term(field, word, boost=boost))
            if edits:
                queries.append(FuzzyTerm(field, word, boost=boost * 0.9, maxdist=edits, prefixlength=0))
            if unfinished:
                queries.append(Prefix(field, word, boost=boost * 0.9))
        return Or(queries)

    def search(query: str) -> list[str]:
        words = _WORD.findall(query.lower())
        parts = [matches(word, unfinished=place == len(words)) for place, word in enumerate(words, 1)]
        return [posts[hit["place"]].id for hit in searcher.search(Or(parts), limit=DEPTH)]

    return search


def lunr(posts: Sequence[Post]) -> Search:
    """The word itself before an unfinished one before one with typos."""
    from lunr import lunr as build
    from lunr.query import Query

    fields = ({"field_name": "title", "boost": 2}, "tags", "summary")
    rows = (zip(("title", "tags", "summary"), _texts(post), strict=True) for post in posts)
    index = build(ref="place", fields=fields, documents=[dict(row, place=place) for place, row in enumerate(rows)])

    def search(query: str) -> list[str]:
        lunr_query = index.create_query()
        words = _WORD.findall(query.lower())
        for word in words:
            lunr_query.term(word, boost=10)
            if edits := _edits(word):
                lunr_query.term(word, boost=5, edit_distance=edits, use_pipeline=False)
        for word in words[-1:]:
            lunr_query.term(word, boost=5, wildcard=Query.WILDCARD_TRAILING, use_pipeline=False)
        return [posts[int(hit["ref"])].id for hit in index.query(lunr_query)[:DEPTH]]

    return search


ENGINES: dict[str, Callable[[Sequence[Post]], Search]] = {
    "posts": no_engine,
    "postindex": postindex,
    "FTS5 trigram": sqlite_trigram,
    "tantivy": tantivy,
    "rapidfuzz": rapidfuzz_titles,
    "Whoosh": whoosh,
    "lunr.py": lunr,
}


def main() -> None:
    name, path = sys.argv[1:]
    with open(path, encoding="utf-8") as lines:
        posts = [Post.model_validate_json(line) for line in lines]
    build = ENGINES[name]
    build(posts[:1])  # lazy imports do not count as building
    search, seconds = _timed(build, posts)
    _write_answer(seconds=seconds, memory=getrusage(RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1))
    for line in sys.stdin:
        ids, seconds = _timed(search, json.loads(line))
        _write_answer(ids=ids, seconds=seconds)


def _timed(work: Callable[..., T], *arguments: object) -> tuple[T, float]:
    start = perf_counter()
    result = work(*arguments)
    return result, perf_counter() - start


def _write_answer(**answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _texts(post: Post) -> tuple[str, str, str]:
    return post.title, " ".join(tag.name for tag in post.tags), post.summary


def _edits(word: str) -> int:
    """How many typos a word may have: one from three letters on, two from seven."""
    return (len(word) >= 3) + (len(word) >= 7)


if __name__ == "__main__":
    main()
