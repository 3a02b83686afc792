"""Dialogues and voices in the admin."""

from dialogs.admin import dialogues, voices

__all__ = ["dialogues", "voices"]
