"""Write vectors.json: posts, questions and the library's answers, for the library itself, Node and browsers.

Run it as `python tests/websearch/make_vectors.py` after a change of the ranking, and read what changes.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from postindex import Post, PostIndex
from search_questions import Question, answer

DAY = date(2026, 3, 22)
POSTS = [
    ("Kubernetes at home", ["k8s", "home lab"], "Small clusters, and what they teach."),
    ("Kubernetes at home", ["notes"], "The same title, a day earlier."),
    ("How do pods work?", ["k8s"], "How do they work, and how do they not."),
    ("Generics in Go 1.22", ["Go", "C++"], "Type parameters, part 1."),
    ("Why generics? Part 2", ["go"], "How to do it, and how it works."),
    ("Café in the Straße", ["notes", "I/O"], "Crème brûlée at the home lab."),
    ("東京会議に行った", ["Ruby会議"], "お茶とデータベース。"),
    ("שָׁלוֹם עוֹלָם", ["עברית"], "مَرْحَبًا بالعالم"),
    ("𝒳 and 👩‍💻 write", ["emoji"], "Astral 𝒳 characters, twice 𝒳."),
    ("Next.js and ES6", ["javascript"], "v2.0 of .NET, C# and --option."),
    ("A greenhouse of tea", ["tea"], "Don’t rush; so\u00adft water."),
    ("Tea", ["tea", "notes"], ""),
]
QUERIES = (
    *(
        "kubernetes",
        "kuberntes",
        "kubernetes at home",
        "home",
        "homelab",
        "home lab",
        "how do generics work",
        "generics",
    ),
    *("go 1.22", "go1.22", "2.0", "v2.0", "c++", "c#", "c", ".net", "nextjs", "es 6", "io", "i/o", "--option", "-tea"),
    *(
        "cafe",
        "strasse",
        "CRÈME brulee",
        "東京",
        "会議",
        "会",
        "ruby会議",
        "データ",
        "שלום",
        "مرحبا",
        "𝒳",
        "x",
        "dont",
        "don't",
    ),
    *(
        "soft",
        "tea tag:notes",
        'tag:"home lab"',
        "tag:home-lab",
        "-tag:tea tea",
        '"at home"',
        '"home at"',
        "green house",
    ),
    *("grenehuose", "tae", "te", "t", "part 1", "part 2", "xyzzy", "", "tea xyzzy", 'tag:"', "pods -kubernetes", "İ ß"),
)


def main() -> None:
    posts = [
        Post(title=title, tags=tags, summary=summary, published=DAY - timedelta(days=number), id=f"post-{number}")
        for number, (title, tags, summary) in enumerate(POSTS)
    ]
    index = PostIndex(posts)
    questions: list[Question] = [{"query": query} for query in QUERIES]
    questions += [{"query": "notes", "sort": "newest"}, {"query": "home", "tag": "notes"}, {"query": "e", "limit": 2}]
    vectors = {
        "posts": [
            {"id": post.id, "title": post.title, "published": f"{post.day}", "tags": [tag.name for tag in post.tags]}
            | {"summary": post.summary}
            for post in index
        ],
        "questions": questions,
        "answers": [answer(index, question) for question in questions],
    }
    path = Path(__file__).with_name("vectors.json")
    path.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
