"""Navigation: menus, pagers, buttons and footers."""

import pytest

from postindex.listing.navigation import is_label, is_navigation


@pytest.mark.parametrize(
    "text",
    [
        *("Older posts", "← Newer posts", "Next →", "Page 2 of 9", "Page 2 of 9 Next", "1 2 3 … 9", "« Prev | Next »"),
        *("← Newer posts   Older posts →", "Previous 1 2 3 Next", "First « 1 2 » Last", "→"),
        *("Home", "About me", "Archive", "Home | About | RSS", "Home About Contact", "Blog · Tags · About", "Log in"),
        *("Read", "Read more →", "Read the full story", "Continue reading…", "3 comments", "No comments yet", "Share"),
        *("© 2026 The Kettle Log", "Copyright 2026", "(c) 2026 Ann", "All rights reserved", "Powered by Hugo"),
        *("Built with Astro and love", "Proudly published with Ghost", "Powered by Hugo & Blowfish", "Theme: PaperMod"),
        *("Licensed under CC BY 4.0", "Subscribe via RSS", "Subscribe to my newsletter", "Last updated 3 May"),
        *("© 2026 The Kettle Log · Privacy policy", "RSS · Atom feed", "Skip to content", "↑ Back to top"),
        "© " + "The Kettle Log " * 20,
    ],
)
def test_navigation(text: str) -> None:
    assert is_navigation(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Tea", "1", "59  posts", "More steam", "Older posts are better", "About tea and pots", "Read more tea"),
        *("Built with care in Leeds", "Powered by steam and tea", "Tea | Pots", "Homeward", "Subscribe to tea"),
        *("Home " * 60, "Blog posts", "2026"),
    ],
)
def test_other_lines(text: str) -> None:
    assert not is_navigation(text.strip())


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *((text, True) for text in ("Read", "Read more →", "By Ann Leaf", "Posted in Tea", "12:30 pm", "View post")),
        *((text, False) for text in ("Reading", "Bystanders", "12:30 to Leeds", "Tea", "By " + "a" * 200)),
    ],
)
def test_labels(text: str, label: bool) -> None:
    assert is_label(text) == label
