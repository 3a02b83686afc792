"""What is to be done to keep the promise, what has been done and said, what was changed, and what the council made of it."""

from actionplan.models.asks import CouncilQuestion, Reminded
from actionplan.models.changes import DueDateChange, GoalChange, TargetChange
from actionplan.models.council import AreaSummary, CouncilMeeting, Decision, Fulfilment, Review, Seat
from actionplan.models.frozen import CouncilReport, ReportFile
from actionplan.models.imports import PlanImport
from actionplan.models.ledgers import FollowUp, Occurrence, PlannedOccurrence
from actionplan.models.plan import ActionPlan, Activity, Commitment
from actionplan.models.reports import Report

__all__ = [
    "ActionPlan",
    "Activity",
    "AreaSummary",
    "Commitment",
    "CouncilMeeting",
    "CouncilQuestion",
    "CouncilReport",
    "Decision",
    "DueDateChange",
    "FollowUp",
    "Fulfilment",
    "GoalChange",
    "Occurrence",
    "PlanImport",
    "PlannedOccurrence",
    "Reminded",
    "Report",
    "ReportFile",
    "Review",
    "Seat",
    "TargetChange",
]
