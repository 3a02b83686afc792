"""The plan in the admin: `activity` with its ledgers, `plan`, and the lists that answer how it goes."""

from actionplan.admin.activity import ActivityAdmin
from actionplan.admin.plan import ActionPlanAdmin
from actionplan.admin.planfile import PlanImportAdmin
from actionplan.admin.questions import CouncilQuestionAdmin
from actionplan.admin.reminders import RemindedAdmin
from actionplan.admin.reports import ReportAdmin

__all__ = [
    "ActionPlanAdmin",
    "ActivityAdmin",
    "CouncilQuestionAdmin",
    "PlanImportAdmin",
    "RemindedAdmin",
    "ReportAdmin",
]
