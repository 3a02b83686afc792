"""What was seen, what it was narrowed to and why, what it rests on, and what is measured of it."""

from focusareas.models.agreements import CooperationAgreement
from focusareas.models.indicators import Indicator, IndicatorValue
from focusareas.models.promise import FocusArea, Milestone, Promise
from focusareas.models.situation import LONGEST_MONTHS, SituationReport, SituationSection

__all__ = [
    "LONGEST_MONTHS",
    "CooperationAgreement",
    "FocusArea",
    "Indicator",
    "IndicatorValue",
    "Milestone",
    "Promise",
    "SituationReport",
    "SituationSection",
]
