"""What people said in a dialogue, what came out of it, and what they were answered."""

from dialogs.models.dialogues import Dialogue, DialogueQuerySet, Phase, Place, Theme
from dialogs.models.findings import Finding, FindingQuerySet, with_activities, with_cites
from dialogs.models.moderation import CannedAnswer, ModerationEntry
from dialogs.models.occasions import Occasion, WalkStop
from dialogs.models.questions import SCALE, Choice, Question, Reply
from dialogs.models.retention import Disposal, Held, RetentionRule
from dialogs.models.submissions import Channel, Follower, PendingPhoto, Submission, Suspicion
from dialogs.models.voices import (
    AWAITING_ANSWER,
    Answer,
    AnswerQuerySet,
    Decision,
    Review,
    Viewpoint,
    ViewpointQuerySet,
)

__all__ = [
    "AWAITING_ANSWER",
    "SCALE",
    "Answer",
    "AnswerQuerySet",
    "CannedAnswer",
    "Channel",
    "Choice",
    "Decision",
    "Dialogue",
    "DialogueQuerySet",
    "Disposal",
    "Finding",
    "FindingQuerySet",
    "Follower",
    "Held",
    "ModerationEntry",
    "Occasion",
    "PendingPhoto",
    "Phase",
    "Place",
    "Question",
    "Reply",
    "RetentionRule",
    "Review",
    "Submission",
    "Suspicion",
    "Theme",
    "Viewpoint",
    "ViewpointQuerySet",
    "WalkStop",
    "with_activities",
    "with_cites",
]
