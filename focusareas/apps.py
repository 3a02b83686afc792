from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FocusAreasConfig(AppConfig):
    """What is promised for a year, and why just that."""

    name = "focusareas"
    verbose_name = _("Löften och fokusområden")
