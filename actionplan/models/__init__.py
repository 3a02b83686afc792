"""What is to be done to keep the promise, what has been done, what was said of it, and what was changed."""

from actionplan.models.asks import CouncilQuestion, Reminded
from actionplan.models.changes import DueDateChange, GoalChange, TargetChange
from actionplan.models.imports import PlanImport
from actionplan.models.ledgers import FollowUp, Occurrence, PlannedOccurrence
from actionplan.models.plan import ActionPlan, Activity, Commitment
from actionplan.models.reports import Report

__all__ = [
    "ActionPlan",
    "Activity",
    "Commitment",
    "CouncilQuestion",
    "DueDateChange",
    "FollowUp",
    "GoalChange",
    "Occurrence",
    "PlanImport",
    "PlannedOccurrence",
    "Reminded",
    "Report",
    "TargetChange",
]
