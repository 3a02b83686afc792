"""What is to be done to keep the promise, what has been done, and what was said of it."""

from actionplan.models.ledgers import DueDateChange, FollowUp, Occurrence, PlannedOccurrence
from actionplan.models.plan import ActionPlan, Activity, Commitment

__all__ = [
    "ActionPlan",
    "Activity",
    "Commitment",
    "DueDateChange",
    "FollowUp",
    "Occurrence",
    "PlannedOccurrence",
]
