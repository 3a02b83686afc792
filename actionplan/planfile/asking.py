"""What is asked of somebody who reads in a plan, once it has met what is in the database."""

import re
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from itertools import pairwise

from django.utils.translation import gettext as _

from actionplan.planfile.model import Question
from arboga_loften.foundation.letters import folded
from arboga_loften.foundation.sheets import FORMULA_BEGINS
from dialogs.guard.first_names import FIRST_NAMES

# From here on a title may be another one with a word changed, and from here on it is a slip of the pen.
MAY_BE_SAME, IS_A_SLIP = 0.6, 0.9
SOFT = re.compile("[\u00ad\u200b]")
NOT_LETTERS = re.compile(r"[\W_]+")
WORDS = re.compile(r"[^\W\d_]+")


class Asking:
    """Keeps the questions in order, and gives the answers that can be used."""

    def __init__(self, answers):
        self.answers = answers or {}
        self.asked: dict[str, Question] = {}
        self.open: list[Question] = []

    def ask(self, question, *, fits=None):
        """The answer; while there is none that can be used, the suggestion if it can, so that it shows what it would make.

        `fits` says whether an answer can be used, beside being of its question's kind.
        """

        def can_be_used(answer):
            return answer is not None and is_of_kind(question, answer) and (fits is None or fits(answer))

        answer = self.answers.get(question.key)
        is_answered = can_be_used(answer)
        if question.key not in self.asked and not is_answered:
            self.open.append(question)
        self.asked[question.key] = question
        if is_answered:
            return answer
        return question.suggestion if question.suggestion and can_be_used(question.suggestion) else None

    def fit(self, text, most, *, where, field, what):
        """A text that has room where it goes: its own, or what somebody wrote in its place."""
        if len(text) <= most:
            return text
        words = _("%(where)s: %(what)s är %(n)s tecken och får vara högst %(most)s. Skriv kortare.")
        question = Question(
            key=f"kort:{where}:{field}",
            where=where,
            text=words % {"where": where, "what": what, "n": len(text), "most": most},
            field=field,
            suggestion=shortened(text, most),
        )
        return self.ask(question, fits=lambda answer: 0 < len(answer) <= most) or shortened(text, most)

    def function(self, text, *, where, party):
        """A function that answers for something. What looks like a name is asked about: names are never public."""
        if not looks_like_a_name(text):
            return text
        words = _(
            "%(where)s: ”%(cell)s” ser ut att innehålla ett namn. Skriv bara befattningen, för den syns för alla."
        )
        question = Question(
            key=f"namn:{where}:{party}",
            where=where,
            text=words % {"where": where, "cell": text},
            field="responsible",
        )
        return self.ask(question, fits=lambda answer: not looks_like_a_name(answer)) or ""


def is_of_kind(question, answer):
    """Whether an answer can be one to a question."""
    match question.kind:
        case "choice":
            return answer in {value for value, _label in question.choices}
        case "yes":
            return answer in {"ja", "nej"}
        case "date":
            return answer == "" or as_day(answer) is not None
        case "number":
            return answer == "" or (answer.isascii() and answer.isdigit() and len(answer) <= 9)
    return True


def as_day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# --- Words compared ---
def plainly(text):
    """As titles and names are compared: in one case, without signs and what the typesetting put in."""
    return NOT_LETTERS.sub(" ", folded(SOFT.sub("", text))).strip()


def unmarked(text):
    """Without the sign that our own files put before what a spreadsheet would take for a formula."""
    begins = text[1:].lstrip(" \u00a0").startswith(FORMULA_BEGINS)
    return text[1:] if text.startswith("'") and begins else text


def squeezed(text):
    """As texts are compared: however the lines were broken."""
    return " ".join(SOFT.sub("", text).split())


def likeness(one, other):
    return SequenceMatcher(None, plainly(one), plainly(other), autojunk=False).ratio()


def closest(text, names, most=2, least=MAY_BE_SAME):
    """Those of some names, each plain, that a text is most like."""
    return get_close_matches(plainly(text), names, n=most, cutoff=least)


def shortened(text, most):
    """Its beginning, cut between two words."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-")[: most - 1] + "…"


def looks_like_a_name(text):
    """A first name and a word with a capital letter after it."""
    words = WORDS.findall(text)
    pairs = pairwise(words)
    return any(first[0].isupper() and folded(first) in FIRST_NAMES and last[0].isupper() for first, last in pairs)
