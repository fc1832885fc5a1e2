import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import generate_characters
from postindex.text import (
    XML_FORBIDDEN,
    Word,
    close_bidi,
    counted,
    digest_of,
    fold,
    is_xml,
    slug_of,
    terms,
    visible,
    words,
)
from postindex.text.words import _classes


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", ""),
        (" -_- ", ""),
        ("Tea, twice", "tea-twice"),
        ("Don't", "dont"),
        ("Don’t", "dont"),
        ("snake_case and  spaces", "snake-case-and-spaces"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        (".NET Core", "dot-net-core"),
        ("ASP.NET", "asp-net"),
        ("Learning .NET", "learning-dot-net"),
        ("ci/cd", "ci-cd"),
        ("1.5 and 1,000", "1-5-and-1000"),
        ("&amp; &#38;", "amp-38"),
        ("Café", "café"),
        ("Cafe\u0301", "café"),
        ("Ｗｉｄｅ", "wide"),
        ("ﬁne", "fine"),
        ("日本 語", "日本-語"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("हिन्दी", "हिन्दी"),
        ("İstanbul", "istanbul"),
        ("Ctrl+Alt+Del", "ctrl-plus-alt-plus-del"),
        ("Vim+tmux", "vim-plus-tmux"),
        ("Google+", "google-plus"),
        ("Tea + pots", "tea-pots"),
        ("Notepad++ tips", "notepad-plus-plus-tips"),
        ("C++17", "c-plus-plus-17"),
        ("C#7", "c-sharp-7"),
        ("F# and C#", "f-sharp-and-c-sharp"),
        ("Episode#12: Tea", "episode-12-tea"),
        ("PR#12 merged", "pr-12-merged"),
        ("#100DaysOfCode", "100daysofcode"),
        ("Don´t", "dont"),
        ("Don‘t", "dont"),
        ("Donʼt", "dont"),
        ("Don`t", "dont"),
        ("Don＇t", "dont"),
        ("O′Brien", "obrien"),
        ("6′ tall, 5′10″", "6-tall-5-10"),
        ("Hawaiʻi", "hawaii"),
        ("Let´s go", "lets-go"),
        ("¨quoted¨ and ¸", "quoted-and"),
        ("Java™ basics", "java-basics"),
        ("Java® basics", "java-basics"),
        ("Foo℠ bar", "foo-bar"),
        ("10ª edición, 1º", "10-edición-1"),
        ("In\u00adfor\u00adma\u00adtion", "information"),
        ("post\u200bgres\ufeff", "postgres"),
        ("می\u200cخواهم", "میخواهم"),
        ("مـــرحبا", "مرحبا"),
        ("Love \u2764\ufe0f tea", "love-tea"),
        ("1\ufe0f\u20e3 tea", "1-tea"),
        ("\u3164\u200b\u2060\u00ad", ""),
        ("Smørrebrød og cœur", "smørrebrød-og-cœur"),
    ],
)
def test_slug_of(text: str, slug: str) -> None:
    assert slug_of(text) == unicodedata.normalize("NFKC", slug)


def test_text_of_marks_alone_has_no_slug() -> None:
    assert slug_of("\u0301") == ""
    assert slug_of("… \u0e31 …") == ""
    assert slug_of("-" * 1001) == slug_of("…" * 1001) == ""


def test_a_long_slug_is_cut_and_stays_distinct() -> None:
    assert slug_of("a" * 100) == "a" * 100
    one, other = slug_of("a" * 101), slug_of("a" * 102)
    assert one != other
    assert one == f"{'a' * 91}-{digest_of('a' * 101)}"
    cut_at_a_hyphen = slug_of(f"{'a' * 90} {'b' * 20}")
    assert cut_at_a_hyphen.startswith(f"{'a' * 90}-")
    assert "--" not in cut_at_a_hyphen
    assert slug_of(one) == one


def test_a_digest_takes_any_text() -> None:
    assert digest_of("") == "e3b0c442"  # printf '' | sha256sum
    assert len(digest_of("\ud800")) == 8


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("… !?", []),
        ("Grafana, Loki & Tempo", ["grafana", "loki", "tempo"]),
        ("c C++ C# F#, .NET, ASP.NET", ["c", "c++", "c#", "f#", ".net", "asp", "net"]),
        ("the end. Next", ["the", "end", "next"]),
        ("a#b", ["a#", "b"]),
        ("C#7, C++17, g++ 4", ["c#", "7", "c++", "17", "g++", "4"]),
        ("PR#12, Vol#3, Day#100", ["pr", "12", "vol", "3", "day", "100"]),
        ("Ctrl+Alt+Del, 18++, notepad++", ["ctrl", "alt", "del", "18", "notepad"]),
        ("会議C++", ["会", "会議", "議", "c++"]),
        ("é# Épisode#12", ["e#", "episode", "12"]),
        ("ci/cd, k3s-2", ["ci", "cd", "k3s", "2"]),
        ("snake_case", ["snake", "case"]),
        ("CAFÉ cafe\u0301 Straße STRASSE", ["cafe", "cafe", "strasse", "strasse"]),
        ("ﬁne Ｗｉｄｅ ǅ", ["fine", "wide", "dz"]),
        ("İstanbul", ["istanbul"]),
        ("हिन्दी 한국어 שלום", ["हिन्दी", "한국어", "שלום"]),
        ("In\u00adfor\u00admation pro\u200bduc\u200btion w\u2060o\ufeffrd", ["information", "production", "word"]),
        ("می\u200cخواهم \u2764\ufe0f \u3164", ["میخواهم"]),
        (
            "cœur Œuvres Dæmon Smørrebrød Łuk Þór Sığır Đại ħobż ðe Ŋ",
            ["coeur", "oeuvres", "daemon", "smorrebrod", "luk", "thor", "sigir", "dai", "hobz", "de", "n"],
        ),
        ("ɓoi ƙasa Ɨ ƶ ǿ ǽ", ["boi", "kasa", "i", "z", "o", "ae"]),
        ("IŞIK ışık", ["isik", "isik"]),
        ("שָׁלוֹם מִלָּה", ["שלום", "מלה"]),
        ("مُحَمَّد العَرَبِيَّة مـــرحبا رحمٰن", ["محمد", "العربية", "مرحبا", "رحمن"]),
        ("أحمد آدم", ["أحمد", "آدم"]),  # hamza and madda spell words
        ("Java™ Foo℠ 10ª 1º Pi®", ["java", "foo", "10", "1", "pi"]),
        ("Donʼt don´t don’t Hawaiʻi", ["don", "t", "don", "t", "don", "t", "hawai", "i"]),
        ("x\u20d7 1\ufe0f\u20e3 •\u20d7", ["x", "1"]),
        ("U.S. I/O go1.22 v2.0", ["u", "s", "i", "o", "go1", "22", "v2", "0"]),
    ],
)
def test_words_and_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found
    assert [word.word for word in words(text)] == found


@pytest.mark.parametrize(
    ("text", "found", "pairs"),
    [
        ("会", ["会"], ["会"]),
        ("会議", ["会", "会議", "議"], ["会議"]),
        ("会議室", ["会", "会議", "議", "議室", "室"], ["会議", "議室"]),
        ("Ruby会議2024", ["ruby", "会", "会議", "議", "2024"], ["ruby", "会議", "2024"]),
        ("会 議", ["会", "議"], ["会", "議"]),
        ("会、議室", ["会", "議", "議室", "室"], ["会", "議室"]),
        ("デ・ベ", ["デ", "ベ"], ["デ", "ベ"]),
        ("ﾃｰﾌ", ["テ", "テー", "ー", "ーフ", "フ"], ["テー", "ーフ"]),
        ("カ\u3099キ", ["ガ", "ガキ", "キ"], ["ガキ"]),
        ("ไทย", ["ไ", "ไท", "ท", "ทย", "ย"], ["ไท", "ทย"]),
        ("กี่ปี", ["กี่", "กี่ปี", "ปี"], ["กี่ปี"]),  # marks are not cut from what they stand on
        ("𠮷野", ["𠮷", "𠮷野", "野"], ["𠮷野"]),
        ("일본 café", ["일본", "cafe"], ["일본", "cafe"]),
    ],
)
def test_unspaced_scripts_have_words_of_one_and_two_characters(text: str, found: list[str], pairs: list[str]) -> None:
    assert terms(text) == found
    assert terms(text, singles=False) == pairs
    assert [word.word for word in words(text)] == found
    assert [word.word for word in words(text, singles=False)] == pairs


def test_the_spans_of_neighbours_overlap() -> None:
    assert list(words("は会議")) == [
        Word("は", 0, 1),
        Word("は会", 0, 2),
        Word("会", 1, 2),
        Word("会議", 1, 3),
        Word("議", 2, 3),
    ]
    assert list(words("か\u3099っ", singles=False)) == [Word("がっ", 0, 3)]


@pytest.mark.parametrize(("narrow", "wide"), [("ﾃﾞｰﾀ", "データ"), ("ﾊﾟﾝ", "パン")])
def test_half_width_is_folded(narrow: str, wide: str) -> None:
    assert terms(narrow) == terms(wide)
    assert next(iter(words(narrow))).end == 2


ODD = "aB1 .+#-é\u0301ßﬁ½会議ไทย\u0e35\u3099カＡ한\u1100\u1161हि\u094d_\ud800\u00ad\u200bœÞøıשָ\u064b\u0640™º´ʼ\u20e3"


@given(st.text(st.sampled_from(ODD)))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    """A span cuts out what folds to the word, and perhaps to more; terms are the words; singles only add."""
    for singles in (True, False):
        found = list(words(text, singles=singles))
        assert [word.word for word in found] == terms(text, singles=singles)
        assert [(word.start, word.end) for word in found] == sorted((word.start, word.end) for word in found)
        for word, start, end in found:
            assert 0 <= start < end <= len(text)
            assert word in fold(text[start:end])[0]
    assert set(terms(text, singles=False)) <= set(terms(text))


@given(
    st.text(st.sampled_from(ODD)),
    st.text(st.sampled_from("\u00ad\u200b\u200d\u2060\ufeff\ufe0f"), min_size=1),
    st.data(),
)
def test_invisible_characters_change_nothing(text: str, invisible: str, data: st.DataObject) -> None:
    """Wherever they are, words, slugs and digests are those of the visible text, and spans begin and end visibly."""
    at = data.draw(st.integers(0, len(text)))
    mixed = text[:at] + invisible + text[at:]
    assert visible(mixed) == visible(text)
    assert fold(mixed)[0] == fold(text)[0]
    assert terms(mixed) == terms(text)
    assert slug_of(mixed) == slug_of(text)
    for word, start, end in words(mixed):
        assert visible(mixed[start]) and visible(mixed[end - 1])  # noqa: PT018
        assert word in fold(mixed[start:end])[0]


def test_format_characters_are_invisible_unless_they_have_a_glyph() -> None:
    """The signs that precede numbers, annotation marks and hieroglyph controls are visible."""
    left = {number for number in range(sys.maxunicode) if unicodedata.category(chr(number)) == "Cf"}
    shown = {number for number in left if visible(chr(number))}
    signs = [*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD]
    assert shown == {*signs, *range(0xFFF9, 0xFFFC), *range(0x13430, 0x13440)} & left


@pytest.mark.parametrize("text", ["がっこう", "한국어", "Ångström", "हिन्दी", "ไทย", "שָׁלוֹם"])
def test_composed_and_decomposed_texts_have_the_same_words(text: str) -> None:
    assert terms(unicodedata.normalize("NFD", text)) == terms(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Die Straße hier", Word("strasse", 4, 10)),
        ("ein ﬁsch", Word("fisch", 4, 8)),
        ("le cafe\u0301 noir", Word("cafe", 3, 8)),
        ("「Ｃ＋＋」", Word("c++", 1, 4)),
        ("plain C++.", Word("c++", 6, 9)),
        ("x .NET", Word(".net", 2, 6)),
        ("on in\u00adfor\u00admation\u00ad now", Word("information", 3, 16)),
        ("\ufefftea\u200b pots", Word("tea", 1, 4)),
        ("ma sœur dort", Word("soeur", 3, 7)),
        ("le cœ", Word("coe", 3, 5)),
        ("Þór", Word("thor", 0, 3)),
        ("Apple™ Silicon", Word("silicon", 7, 14)),
        ("זה שָׁלוֹם", Word("שלום", 3, 10)),
        ("يا مـــرحبا", Word("مرحبا", 3, 11)),
    ],
)
def test_spans_reach_back_into_the_text(text: str, word: Word) -> None:
    assert word in list(words(text))


def test_one_character_may_belong_to_two_words() -> None:
    assert list(words("½a")) == [Word("1", 0, 1), Word("2a", 0, 2)]


def test_fold_maps_back() -> None:
    assert fold("ABC") == ("abc", None)
    assert fold("ﬁß") == ("fiss", [0, 0, 1, 1])
    assert fold("e\u0301x") == ("ex", [0, 2])


def test_is_xml_agrees_with_the_xml_specification() -> None:
    """Section 2.2 of XML 1.0 counts its characters up; every character there is, is tried."""
    carried = {0x9, 0xA, 0xD, *range(0x20, 0xD800), *range(0xE000, 0xFFFE), *range(0x10000, sys.maxunicode + 1)}
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        assert is_xml(char) is (not XML_FORBIDDEN.search(char)) is (number in carried)


@given(
    st.text()
    | st.text(st.characters(max_codepoint=0x20))
    | st.text(st.sampled_from("a茶\ufffd\ufffe\uffff\ud800\udfff"))
)
def test_is_xml_agrees_with_the_pattern(text: str) -> None:
    """A text is carried by XML exactly where the pattern of what it cannot carry finds nothing."""
    assert is_xml(text) is (XML_FORBIDDEN.search(text) is None)
    assert is_xml(XML_FORBIDDEN.sub("", text))


@pytest.mark.parametrize(
    "text", ["", "Tea,\ttwice\r\n", "\x7f\x80\x85\x9f", "\ufdd0", "\U0001fffe\U0010ffff", "\ufeff"], ids=ascii
)
def test_text_that_xml_can_carry(text: str) -> None:
    assert is_xml(text)


@pytest.mark.parametrize(
    "text", ["\0", "tea\x07", "\x0btea", "\x1f", "\ud800", "tea\udfff", "\ufffe", "\uffff"], ids=ascii
)
def test_text_that_xml_cannot_carry(text: str) -> None:
    assert not is_xml(text)
    assert not is_xml("Tea. " * 10_000 + text + "Tea.")


LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("", ""),
        ("Tea", ""),
        ("お茶 – שלום", ""),
        ("\u200e\u200f\u061c", ""),  # marks turn nothing but themselves
        *((f"{opens}tea", PDF) for opens in (LRE, RLE, LRO, RLO)),
        *((f"{opens}tea", PDI) for opens in (LRI, RLI, FSI)),
        (f"{RLO}tea{PDF}", ""),
        (f"{RLI}tea{PDI}", ""),
        (f"{RLO}a{LRE}b", PDF + PDF),
        (f"{RLO}a{LRE}b{PDF}c", PDF),
        (f"{RLI}a{FSI}b", PDI + PDI),
        (f"{RLI}a{RLO}b", PDF + PDI),
        (f"{RLO}a{RLI}b", PDI + PDF),
        (f"{RLO}a{RLI}b{LRE}c{FSI}", PDI + PDF + PDI + PDF),
        (f"{RLI}a{RLO}b{PDI}c", ""),  # the end of an isolate ends the embeddings in it
        (f"{LRE}a{RLI}b{RLO}c{LRO}d{PDI}e", PDF),
        (f"{RLI}a{LRI}b{RLO}c{PDI}d", PDI),
        (f"{RLI}a{PDF}b", PDI),  # that of an embedding ends no isolate
        (f"{RLO}a{RLI}b{PDF}{PDF}c", PDI + PDF),
        (f"{RLO}a{PDI}b", PDF),  # and that of an isolate no embedding around it
        (f"{PDF}a{PDI}b", ""),  # what ends nothing stays as it is
        (f"{PDF}{PDI}a{RLO}b", PDF),
        (f"{RLO}a{PDF}{PDF}b{RLO}c", PDF),
        (RLI * 3 + PDI, PDI * 2),
        (f"<p>{RLO}tea</p>\n", PDF),
    ],
    ids=ascii,
)
def test_bidi_controls_are_closed(text: str, ends: str) -> None:
    assert close_bidi(text) == text + ends
    assert close_bidi(close_bidi(text)) == close_bidi(text)


@given(st.text(st.sampled_from([LRE, RLE, PDF, LRO, RLO, LRI, RLI, FSI, PDI, "a", "א"])))
def test_closed_text_leaves_nothing_open(text: str) -> None:
    """A text is followed by ends alone, and what stands behind it is closed as if it stood alone."""
    whole = close_bidi(text)
    assert whole.startswith(text)
    assert set(whole[len(text) :]) <= {PDF, PDI}
    assert close_bidi(whole) == whole
    assert close_bidi(whole + RLO) == whole + RLO + PDF
    assert close_bidi(whole + RLI) == whole + RLI + PDI


@pytest.mark.parametrize(
    "text",
    [RLO * 200_000 + PDI * 200_000, RLI * 200_000 + PDF * 200_000, (RLI + RLO) * 200_000 + PDI],
    ids=["1", "2", "3"],
)
def test_many_bidi_controls_are_closed_in_linear_time(text: str) -> None:
    """A row of stray ends took a time that grew with the square of its length: these took minutes."""
    start = time.process_time()
    assert len(close_bidi(text)) >= len(text) + 200_000
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [(0, "post", "0 posts"), (1, "post", "1 post"), (2, "tag", "2 tags"), (1234567, "post", "1,234,567 posts")],
)
def test_counted(count: int, noun: str, said: str) -> None:
    assert counted(count, noun) == said


def test_the_tables_are_those_of_unicode() -> None:
    """Other versions of Unicode differ only in characters that one of them does not have."""
    known = [char for char in generate_characters.characters() if unicodedata.category(char) != "Cn"]
    assert [char for char in known if fold(char)[0] != generate_characters.folded(char)] == []
    classes = {char: _classes()[ord(char)].strip() for char in known if fold(char)[0] == char}
    assert [char for char, kind in classes.items() if kind != generate_characters.class_of(char)] == []


@pytest.mark.parametrize(
    ("text", "composed"),
    [
        ("か\u3099", "が"),
        ("ｶﾞ", "ガ"),
        ("\u1112\u1161\u11ab", "한"),
        ("하\u11ab", "한"),
        ("한\u11ab", "한\u11ab"),
        ("\u3099", "\u3099"),
    ],
)
def test_what_is_written_as_one_character_is_composed(text: str, composed: str) -> None:
    assert fold(text)[0] == composed
