"""From the phrases in `words` to patterns. Every gap has an end, so that no text takes long to read."""

import re

from .words import DRUGS

ENDING = r"\w{0,20}"
BETWEEN = r"[\s,]{1,3}"
GAP = rf"(?:{BETWEEN}[\w'-]{{1,30}}){{0,4}}?"


def any_of(words):
    return "(?:" + "|".join(re.escape(word).replace(r"\*", ENDING) for word in words) + ")"


def phrase(text):
    parts, glue = [], ""
    for word in text.split():
        if word == "…":
            glue = GAP + BETWEEN
            continue
        choice = any_of(word.split("/")).replace("<drug>", any_of(DRUGS))
        parts.append(glue + choice)
        glue = BETWEEN
    return "".join(parts)


def pattern(*lists):
    """What finds any of the phrases, as whole words, in a text in small letters."""
    phrases = [phrase(text) for lines in lists for line in lines for text in line.split(",")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")
