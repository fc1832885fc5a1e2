"""HTML → its text."""

from time import process_time

import pytest

from postindex.sources.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        (" Tea,\n twice ", "Tea, twice"),
        ("Tea &amp; pots", "Tea & pots"),
        ("a < b &lt; c", "a < b < c"),
        ("<p>One</p><p>two</p>", "One two"),
        ("one<br>two<br/>three", "one two three"),
        ("in<em>fu</em>sion <a href='/x'>pots</a>", "infusion pots"),
        ("a<script>f()</script>b<style>p{}</style>c", "a b c"),
        ("<template><b>x</b></template>y</template>z", "y z"),
        ("<!-- no -->tea<!DOCTYPE x><?pi?>", "tea"),
        ("a<![n .>bc<![if x]>d<![n .", "a bc d"),
        ("tea <p", "tea"),
        ("tea<a title='a>b' href=x>pots</a >!", "teapots!"),
        ("tea<script", "tea"),
        ("tea<!-- a > b --!>pots<!-->!", "tea pots !"),
        ("<scripted>tea</scripted>", "tea"),
        ("<iframe src=x><p>no</p></iframe>tea", "tea"),
        ("I </3 you, 1 < 2", "I"),
        ("&#8211; &#x2013; &#99999999999; &#xFFFFFFFFFF;", "– – \ufffd \ufffd"),
    ],
)
def test_text_has_single_spaces(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<",
            "<!",
            "<!--",
            "<![CDATA[",
            "<a ",
            "</",
            "<?",
            "&",
            "&#",
            "<a b='",
            "<script>",
            "<a href=",
            "</a ",
            "<a/",
        ),
        *('<x y="z\n', "9", "<template>", "<!-- --", "<style></style"),
    ],
)
def test_time_is_linear_whatever_the_html_is(piece: str) -> None:
    start = process_time()
    plain_text(piece * 100_000)
    plain_text(f"&#{piece * 100_000};")
    assert process_time() - start < 2
