from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogsConfig(AppConfig):
    """What people said, and what they were answered."""

    name = "dialogs"
    verbose_name = _("Dialoger")
