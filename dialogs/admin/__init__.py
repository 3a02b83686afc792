"""Dialogues and voices in the admin: the queue and the desk where what came in is read, the answers, and the dialogues."""

from dialogs.admin import answers, dialogues, findings, submissions, viewpoints

__all__ = ["answers", "dialogues", "findings", "submissions", "viewpoints"]
