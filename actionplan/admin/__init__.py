"""The plan in the admin: `activity` with its ledgers, `plan`, and the lists that answer how it goes."""

from actionplan.admin.activity import ActivityAdmin
from actionplan.admin.plan import ActionPlanAdmin
from actionplan.admin.planfile import PlanImportAdmin

__all__ = ["ActionPlanAdmin", "ActivityAdmin", "PlanImportAdmin"]
