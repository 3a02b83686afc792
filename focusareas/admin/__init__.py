"""The promise in the admin: `promise` with its focus areas and what they rest on, `grounds` for what is measured and agreed."""

from focusareas.admin.grounds import CooperationAgreementAdmin, IndicatorAdmin
from focusareas.admin.promise import (
    FocusAreaAdmin,
    MilestoneAdmin,
    PromiseAdmin,
    SituationReportAdmin,
)

__all__ = [
    "CooperationAgreementAdmin",
    "FocusAreaAdmin",
    "IndicatorAdmin",
    "MilestoneAdmin",
    "PromiseAdmin",
    "SituationReportAdmin",
]
