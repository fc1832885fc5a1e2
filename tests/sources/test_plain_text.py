"""HTML → its text."""

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
        ("a<![n .>b<![CDATA[x]]>c<![if x]>d", "abcd"),
        ("<![n .", "<![n ."),
        ("<p", "<p"),
    ],
)
def test_text_has_single_spaces(html: str, text: str) -> None:
    assert plain_text(html) == text
