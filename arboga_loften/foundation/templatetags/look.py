"""How things read and look on a page: dates and numbers as Swedes write them, icons, soft hyphens, and the language of a text."""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from arboga_loften.foundation import clock, letters
from arboga_loften.foundation.signs import Sign

register = template.Library()

SYMBOL = re.compile(r'<symbol id="i-([a-z]+)" viewBox="0 0 20 20">(.*?)</symbol>')


# --- Icons ---
@cache
def icon_bodies():
    """The drawings of static/icons/sprite.svg, by name. They are drawn in place, so that no request is spent on them."""
    sprite = (settings.BASE_DIR / "static" / "icons" / "sprite.svg").read_text(encoding="utf-8")
    return dict(SYMBOL.findall(sprite))


@register.simple_tag
def icon(name):
    """`{% icon "check" %}`: the drawing beside a word, hidden from screen readers. An unknown name is an error."""
    svg = '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">{}</svg>'
    return format_html(svg, mark_safe(icon_bodies()[name]))


@register.simple_tag
def awaiting_answer():
    """The sign of a viewpoint that nobody has answered yet."""
    return Sign("none", "ring", gettext("Väntar på svar"))


# --- Finding the way ---
MENU = [
    ("start", gettext_lazy("Årets löfte")),
    ("actionplan:plan", gettext_lazy("Handlingsplanen")),
    ("dialogs:list", gettext_lazy("Dialoger")),
    ("dialogs:said_and_done", gettext_lazy("Ni sa – vi gjorde")),
    ("dialogs:speak_out", gettext_lazy("Tyck till")),
    ("actionplan:followup", gettext_lazy("Uppföljning")),
]


@register.simple_tag
def menu(path):
    """The main menu, with where we are: "page" on the page itself, "true" on a page below it."""
    items = []
    for name, label in MENU:
        url = reverse(name)
        below = name != "start" and path.startswith(url)
        items.append({"url": url, "label": label, "current": "page" if path == url else "true" if below else ""})
    return items


@register.filter
def elided(page):
    """The page numbers to show, with an ellipsis where there are many."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


class Captured(template.Node):
    """Writes its contents and remembers them under a name."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        words = context[self.name] = mark_safe(self.nodelist.render(context).strip())
        return words


@register.tag
def captured(parser, token):
    """`{% captured as title %}{% block title %}…{% endcaptured %}`: a block that is written more than once on the page."""
    name = token.split_contents()[-1]
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return Captured(nodelist, name)


# --- Language ---
@register.simple_tag
def sv():
    """`<p{% sv %}>`: marks content that stays Swedish on an English page (WCAG 3.1.2)."""
    return "" if get_language() == "sv" else mark_safe(' lang="sv"')


# --- Drawing ---
@register.filter
def coordinate(value: float) -> str:
    """A coordinate for SVG: a decimal point in every language, and no more figures than can be seen."""
    return f"{value:.1f}".removesuffix(".0")


# --- Dates ---
@register.filter
def day(value: date) -> str:
    """3 oktober, with the year when it isn't this one."""
    return day_year(value) if value.year != clock.today().year else format_date(value, "j F")


@register.filter
def day_year(value: date) -> str:
    """3 oktober 2024."""
    return format_date(value, "j F Y")


@register.filter
def day_short(value: date) -> str:
    """3 okt, with the year when it isn't this one."""
    short = f"{value.day} {month_short(value)}"
    return short if value.year == clock.today().year else f"{short} {value.year}"


@register.filter
def month_short(value: date) -> str:
    """okt in Swedish, Oct in English, without a full stop."""
    return format_date(value, "b" if get_language() == "sv" else "M").replace(".", "")


FORMS = {"day": day, "day_year": day_year, "day_short": day_short}


@register.simple_tag
def time(value, form="day", css=""):
    """`{% time activity.due_on "day" %}`: the date in words inside <time>, for people and machines."""
    attributes = format_html(' class="{}"', css) if css else ""
    return format_html('<time datetime="{}"{}>{}</time>', value.isoformat(), attributes, FORMS[form](value))


# --- Numbers and text ---
SWEDISH_SIGNS = str.maketrans({",": "\u00a0", ".": ","})


@register.filter
def number(value: int | float | Decimal) -> str:
    """12 000,5 in Swedish, 12,000.5 in English."""
    return f"{value:,}".translate(SWEDISH_SIGNS) if get_language() == "sv" else f"{value:,}"


@register.filter
def names(organisations) -> str:
    """Kommunen, polisen och Rådhuset: only the two words that are no company's name lose their capital."""
    words = [
        each.called.lower() if place and each.kind in {"municipality", "police"} else each.called
        for place, each in enumerate(organisations)
    ]
    both = gettext("%(first)s och %(last)s")
    return both % {"first": ", ".join(words[:-1]), "last": words[-1]} if len(words) > 1 else "".join(words)


@register.filter
def shown(text):
    """What somebody typed, as others read it: nothing in it turns or hides the words around it."""
    return letters.shown(str(text))


@register.filter
def paragraphs(text):
    """Text that somebody typed, as paragraphs."""
    return mark_safe(linebreaks(text, autoescape=True))


@register.filter
def one_line(text):
    """Text with its line breaks as spaces, for descriptions."""
    return " ".join(str(text).split())


# Where the long words of the field may break. Browsers on some systems have no Swedish hyphenation of their own.
BREAKS = [
    "bedrägeri|brott",
    "bostads|områden",
    "handlings|plan",
    "hastighets|kontroll",
    "lokalpolis|område",
    "läges|bild",
    "medborgar|dialog",
    "medborgar|löfte",
    "ordnings|vakt",
    "person|uppgifter",
    "tillgänglighets|redogörelse",
    "trafik|säkerhets|arbete",
    "trafik|säkerhet",
    "trygghets|dialog",
    "trygghets|skapande",
    "trygghets|vandring",
    "väg|sträckor",
]
SOFT = {word.replace("|", ""): word.replace("|", "\u00ad") for word in BREAKS}
LONG_WORD = re.compile("|".join(sorted(SOFT, key=len, reverse=True)), re.IGNORECASE)


@register.filter
def shy(text):
    """Soft hyphens in long compounds, for headings on narrow screens."""
    # The soft hyphens are letters, not markup, so what was escaped stays so.
    return mark_safe(LONG_WORD.sub(_with_breaks, conditional_escape(text))) if text else ""


def _with_breaks(match):
    word = match.group()
    soft, out = SOFT[word.lower()], []
    letters = iter(word)
    for sign in soft:
        out.append(sign if sign == "\u00ad" else next(letters))
    return "".join(out)
