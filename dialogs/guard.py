from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    CRIME = "crime", _("Pågående eller misstänkt brott")


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Kind
    start: int
    end: int
    text: str


def look(text):
    return []


def kinds(text):
    return set()


def hidden(text, hits=None, keep=()):
    return text
