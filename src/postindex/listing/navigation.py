"""Lines of a page that belong to no post: menus, pagers, buttons and footers."""

import re

_MAX_LENGTH = 120  # characters

_NUMBERS = r"(?:[0-9]{1,4}|…|\.\.\.)"
_POSTS = r"(?:\s+(?:posts?|pages?|entries|articles))"
_TOOLS = (
    r"(?:hugo|jekyll|astro|eleventy|11ty|gatsby|next\.?js|nuxt|hexo|pelican|zola|wordpress|ghost|docusaurus|mkdocs|sphinx"
    r"|nikola|quarto|vitepress|vuepress|svelte(?:kit)?|tailwind(?:\s?css)?|bear\s?blog|blogger|substack|medium|wix"
    r"|squarespace|github(?:\s+pages)?|gitlab|netlify|vercel|cloudflare|material\s+for\s+mkdocs|love|♥|❤️?)"
)
_PAGER = (
    rf"(?:older|newer|earlier|later|more|all|view\s+all|see\s+all|show\s+all|load\s+more|browse\s+all){_POSTS}"
    rf"|(?:older|newer|previous|prev|next){_POSTS}?|(?:first|last){_POSTS}|page\s+[0-9]{{1,6}}(?:\s*(?:of|/)\s*[0-9]{{1,6}})?"
)
_BUTTON = (
    r"read(?:\s+(?:more|on|now|post|article|story|it|(?:the\s+)?(?:full|whole|entire)\s+\w+|the\s+(?:post|article|story)))?"
    r"|(?:continue|keep)\s+reading|continue|view(?:\s+(?:more|post|article))?|see\s+more|show\s+more|load\s+more"
    r"|learn\s+more|find\s+out\s+more|full\s+(?:post|article|story)|permalink|share(?:\s+(?:this|on)\b.{0,30})?|tweet"
    r"|(?:[0-9,]{1,9}|no)\s+(?:comments?|likes?|views?|shares?|replies|reactions?)(?:\s+yet)?"
    r"|(?:leave|add|write|post)\s+a\s+(?:comment|reply)|comments?(?:\s*\([0-9]+\))?"
)
_FOOTER = (
    r"©.*|\(c\)\s+[0-9]{4}.*|copyright\s+(?:©|\(c\)|[0-9]{4}).*|(?:all|some)\s+rights\s+reserved\.?"
    r"|powered\s+by\s+\S+"
    rf"|(?:proudly\s+)?(?:powered|built|made|generated|created|published|hosted)\s+(?:by|with|on|using)\s.{{0,40}}\b{_TOOLS}"
    r"(?:\W.{0,40})?"
    r"|(?:theme|design)(?:\s*:\s*|\s+by\s+)\S.{0,40}|licen[sc]ed\s+under\s.{1,60}"
    r"|subscribe(?:\s+(?:via|by|with|now|here|to\s+(?:the|my|our)\s+(?:feed|newsletter|blog))\b.{0,40})?|rss(?:\s+feed)?|atom\s+feed|json\s+feed"
    r"|last\s+(?:updated|modified)\b.{0,40}"
)
_MENU = (
    r"home|about(?:\s+(?:me|us|this\s+\w+))?|contact(?:\s+(?:me|us))?|archives?|menu|sitemap|site\s+map"
    r"|privacy(?:\s+policy)?|cookies?(?:\s+policy)?|terms(?:\s+of\s+(?:service|use))?|imprint|impressum|newsletter"
    r"|log\s?in|sign\s?(?:in|up)|log\s?out|register|github|gitlab|twitter|mastodon|bluesky|linkedin|facebook|instagram"
    r"|youtube|toggle\s+\w+(?:\s+\w+)?|(?:dark|light)\s+mode|↓?\s*skip\s+to\s+(?:main\s+)?content"
    r"|(?:[↑^]\s*)?(?:back\s+to\s+(?:the\s+)?)?top|follow(?:\s+(?:me|us))?(?:\s+on\s+\w+)?"
)
_ROW_ONLY = (  # too common as words of a summary to be a menu on their own
    r"first|last|tags|categories|search|blog|posts|articles|projects?|notes|links|now|uses|feed|atom|email|e-mail|x|cv|resume|portfolio|talks|books|topics"
    rf"|{_NUMBERS}|[0-9]{{4}}"
)
_LEFT, _RIGHT = r"(?:[←«‹<]+\s*)?", r"(?:\s*(?:…|\.{3}|[→»›>]+))?"
_ONE = re.compile(
    rf"{_LEFT}(?:{_PAGER}|{_BUTTON}|{_MENU}){_RIGHT}|[←«‹<→»›>]{{1,3}}|{_FOOTER}"
    rf"|{_LEFT}{_NUMBERS}(?:[\s|·]+{_NUMBERS})+(?:[\s|·]+(?:next|older))?{_RIGHT}",
    re.IGNORECASE,
)
_PART = re.compile(rf"{_LEFT}(?:{_PAGER}|{_BUTTON}|{_MENU}|{_ROW_ONLY}){_RIGHT}|{_FOOTER}", re.IGNORECASE)
_WORDS = re.compile(
    r"(?:(?:home|about|contact|archives?|tags|categories|search|blog|posts|projects|rss|newsletter|now|uses|talks)(?:\s+|$)){3,}",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"(?:(?:first|last|previous|prev|next|newer|older|page|of|[0-9]{1,4}|…|\.\.\.|[«»‹›←→<>]{1,2})(?:\s+|$)){2,}",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile("[0-9]")
_OTHER_PAGE = re.compile("prev|next|older|newer|[«»‹›←→]", re.IGNORECASE)
_MARKS_BETWEEN_PARTS = frozenset("|·•/–—-→»›←«‹")
_BETWEEN_PARTS = re.compile(r"\s*[|·•]\s*|\s+[/–—-]\s+|\s{2,}|\t|\s*[→»›]+\s+|\s+[←«‹]+\s*")
_MAYBE = re.compile(r"[a-z0-9←→«»‹›<>↑↓^©(♥❤….]", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:{_BUTTON}){_RIGHT}|(?:(?:written|posted|published)\s+)?by\s+\w.{{0,60}}|(?:posted|filed)\s+(?:in|under)\s.{{1,60}}"
    r"|[0-9]{1,2}:[0-9]{2}(?:\s?[ap]\.?m\.?)?",
    re.IGNORECASE,
)


def is_navigation(text: str) -> bool:
    """Return whether a stripped line is a menu, a pager, a button or a footer: one, or a row of several.

    >>> [is_navigation(line) for line in ("← Newer posts   Older posts →", "Home | About", "Read more", "Tea")]
    [True, True, True, False]
    """
    if len(text) > _MAX_LENGTH:
        return text[0] == "©"
    if not _MAYBE.match(text):
        return False
    if _ONE.fullmatch(text) or _WORDS.fullmatch(text) or _is_pager(text):
        return True
    if _MARKS_BETWEEN_PARTS.isdisjoint(text) and text == " ".join(text.split()):
        return False
    parts = list(filter(None, _BETWEEN_PARTS.split(text)))
    return len(parts) > 1 and all(map(_PART.fullmatch, parts)) and any(map(_ONE.fullmatch, parts))


def _is_pager(text: str) -> bool:
    """Return whether a line has only numbers and names of pages, one of them of another page."""
    return bool(_PAGES.fullmatch(text) and _PAGE_NUMBER.search(text) and _OTHER_PAGE.search(text))


def is_label(text: str) -> bool:
    """Return whether a stripped line is a button, or names an author, a category or a time, and so is not a title.

    >>> [is_label(line) for line in ("Read", "3 comments", "By Ann Leaf", "Posted in Tea", "Reading the leaves")]
    [True, True, True, True, False]
    """
    return len(text) <= _MAX_LENGTH and _LABEL.fullmatch(text) is not None
