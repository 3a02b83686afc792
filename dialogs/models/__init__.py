"""What people said in a dialogue, what came out of it, and what they were answered."""

from dialogs.models.dialogues import Dialogue, DialogueQuerySet, Place, Theme
from dialogs.models.voices import (
    AWAITING_ANSWER,
    Answer,
    AnswerQuerySet,
    Decision,
    Finding,
    FindingQuerySet,
    Viewpoint,
    ViewpointQuerySet,
    with_activities,
)

__all__ = [
    "AWAITING_ANSWER",
    "Answer",
    "AnswerQuerySet",
    "Decision",
    "Dialogue",
    "DialogueQuerySet",
    "Finding",
    "FindingQuerySet",
    "Place",
    "Theme",
    "Viewpoint",
    "ViewpointQuerySet",
    "with_activities",
]
