"""The plan in the admin: `activity` with its ledgers, `plan`, the council's meetings and reports, and the lists that tell."""

from actionplan.admin.activity import ActivityAdmin
from actionplan.admin.council import CouncilMeetingAdmin
from actionplan.admin.council_reports import CouncilReportAdmin
from actionplan.admin.plan import ActionPlanAdmin
from actionplan.admin.planfile import PlanImportAdmin
from actionplan.admin.questions import CouncilQuestionAdmin
from actionplan.admin.reminders import RemindedAdmin
from actionplan.admin.reports import ReportAdmin

__all__ = [
    "ActionPlanAdmin",
    "ActivityAdmin",
    "CouncilMeetingAdmin",
    "CouncilQuestionAdmin",
    "CouncilReportAdmin",
    "PlanImportAdmin",
    "RemindedAdmin",
    "ReportAdmin",
]
