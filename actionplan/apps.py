from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionPlanConfig(AppConfig):
    """What is done to keep the promise, and how it goes."""

    name = "actionplan"
    verbose_name = _("Handlingsplan")
