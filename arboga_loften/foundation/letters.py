"""Words compared and sorted as Swedes do, alike on every database and machine, and kept free from what nobody can see."""

import re
import unicodedata


def folded(text):
    """Text as it is compared: in one case and one form, where å, ä and ö stay letters of their own on every database."""
    return unicodedata.normalize("NFC", text).casefold()


# Å, Ä and Ö come last, in that order, whatever the database or the machine thinks.
LAST_LETTERS = str.maketrans({"å": "\uffe0", "ä": "\uffe1", "æ": "\uffe1", "ö": "\uffe2", "ø": "\uffe2"})


def swedish(text):
    """The key that sorts text as a Swedish dictionary does."""
    return folded(text).translate(LAST_LETTERS)


# --- What somebody typed ---
# Control characters but tab and line break, and what is no character: a database, Word and Excel refuse them.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What turns the direction of the words after it, so that they read as something else than they are.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What takes no room: it splits a word that somebody searches for, or hides one.
WIDTHLESS = re.compile("[\u200b\u2060-\u2064\ufeff]")
# A joiner belongs between the parts of an emoji, and in Persian and the scripts of India; in Swedish it only hides.
_JOINED = "[\u0590-\u1dff\u2100-\U0010ffff]"
JOINERS = re.compile(f"(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})")
GAPS = re.compile(r"\n(?:[ \t]*\n){4,}")


def plain(text):
    """Text as it is kept: one form, one kind of line break, no control characters. Nothing that can be seen is changed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", unicodedata.normalize("NFC", text))


def shown(text):
    """Text as others read it: nothing in it turns, hides or pushes away the words around it."""
    return GAPS.sub("\n\n", JOINERS.sub("", WIDTHLESS.sub("", TURNING.sub("", plain(text)))))
