from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The people and organisations that promise, report and answer."""

    name = "arboga_loften.accounts"
    verbose_name = _("Personer och organisationer")
