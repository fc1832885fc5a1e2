import pytest

from postindex.index.search.query import Query, parse, plain_words


def asked(text: str) -> dict[str, object]:
    """The parts of a query that are not empty."""
    return {name: part for name, part in parse(text)._asdict().items() if part}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tea", ("tea",)),
        ("Tea  at\tHOME\n", ("tea", "at", "home")),
        ("Café STRASSE Ｗｉｄｅ", ("cafe", "strasse", "wide")),
        ("c++ C# .NET k3s ai Go", ("c++", "c#", ".net", "k3s", "ai", "go")),
        ("ci/cd, Next.js!", ("ci", "cd", "next", "js")),
        ("tea-pot", ("tea", "pot")),
        ("会議室", ("会議", "議室")),
        ("会", ("会",)),
    ],
)
def test_words_are_folded_and_in_order(text: str, words: tuple[str, ...]) -> None:
    assert asked(text) == {"words": words}


def test_of_a_repeated_word_the_last_is_kept() -> None:
    assert parse("tea pot TEA").words == ("pot", "tea")
    assert parse("tea tea pot").words == ("tea", "pot")


@pytest.mark.parametrize("text", ["", " ", "-", "- -", "--", '"', '""', '" "', '-""', "!?… *", "\0\ud800"])
def test_queries_without_letters_and_digits_are_empty(text: str) -> None:
    assert asked(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"green tea"', {"phrases": (("green", "tea"),)}),
        ('pot "Green Tea" cup', {"words": ("pot", "cup"), "phrases": (("green", "tea"),)}),
        ('"green tea" "GREEN tea" "pot"', {"phrases": (("green", "tea"), ("pot",))}),
        ("“green tea”", {"phrases": (("green", "tea"),)}),
        ("„green tea“", {"phrases": (("green", "tea"),)}),
        ("«green tea»", {"phrases": (("green", "tea"),)}),
        ("＂green tea＂", {"phrases": (("green", "tea"),)}),
        ('"green tea', {"words": ("green", "tea")}),
        ('pot"', {"words": ("pot",)}),
        ('cup"green tea"pot', {"words": ("cup", "pot"), "phrases": (("green", "tea"),)}),
        ('"-green tag:tea"', {"phrases": (("green", "tag", "tea"),)}),
    ],
)
def test_phrases_have_quotation_marks_of_any_kind(text: str, expected: dict[str, object]) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tea -pot", {"words": ("tea",), "without": (("pot",),)}),
        ("-Pot -pot", {"without": (("pot",),)}),
        ("--pot", {"words": ("pot",)}),  # the option of a command
        ("git commit --amend", {"words": ("git", "commit", "amend")}),
        ("pip --no-cache -tea", {"words": ("pip", "no", "cache"), "without": (("tea",),)}),
        ("--", {}),
        ('--"green tea"', {"phrases": (("green", "tea"),)}),
        ("-tea/pot", {"without": (("tea", "pot"),)}),
        ('-"green tea"', {"without": (("green", "tea"),)}),
        ("-“green tea”", {"without": (("green", "tea"),)}),
        ("- pot", {"words": ("pot",)}),
        ("tea-pot", {"words": ("tea", "pot")}),
        ("-c++ -.net", {"without": (("c++",), (".net",))}),
    ],
)
def test_a_hyphen_before_a_word_or_phrase_excludes_it(text: str, expected: dict[str, object]) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tag:postgres", {"tags": ("postgres",)}),
        ("TAG:Postgres", {"tags": ("Postgres",)}),
        ("tag:ci/cd tag:#tea", {"tags": ("ci/cd", "#tea")}),
        ('tag:"home lab" tea', {"words": ("tea",), "tags": ("home lab",)}),
        ("tag:“home lab”", {"tags": ("home lab",)}),
        ("-tag:postgres tea", {"words": ("tea",), "without_tags": ("postgres",)}),
        ('-tag:"home lab"', {"without_tags": ("home lab",)}),
        ("metatag:tea", {"words": ("metatag", "tea")}),
        ("tag: tea", {"words": ("tag", "tea")}),
    ],
)
def test_tags_are_required_or_excluded_by_name(text: str, expected: dict[str, object]) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'tea "green pot',
        'tea green" pot',
        "tea “green pot",
        'tea green pot"',
        'tag:"home lab',
        '-tag:"home lab',
        'tea -"green pot',
    ],
)
def test_an_unpaired_quotation_mark_is_ignored(text: str) -> None:
    assert asked(text) == asked(text.replace('"', "").replace("“", ""))


def test_of_an_odd_number_of_quotation_marks_the_last_is_unpaired() -> None:
    assert asked('"green tea" "pot') == {"phrases": (("green", "tea"),), "words": ("pot",)}


def test_plain_words_are_outside_phrases_tags_and_exclusions() -> None:
    text = "Kuberntes “kuberntes now” -kuberntes tag:kuberntes c++/ß"
    found = list(plain_words(text))
    assert [each.word for each in found] == ["kuberntes", "c++", "ss"]
    assert [text[each.start : each.end] for each in found] == ["Kuberntes", "c++", "ß"]


def test_everything_at_once() -> None:
    assert parse('kuberntes "at home" -aws -"in anger" tag:ci/cd -tag:"old news" clus') == Query(
        words=("kuberntes", "clus"),
        phrases=(("at", "home"),),
        without=(("aws",), ("in", "anger")),
        tags=("ci/cd",),
        without_tags=("old news",),
    )
