"""The admin's shared bases, and the ground's own pages in it."""

from arboga_loften.foundation.admin import registered  # noqa: F401
from arboga_loften.foundation.admin.base import OurAdmin, PlainFields
from arboga_loften.foundation.admin.forms import OurForm
from arboga_loften.foundation.admin.ledgers import LedgerForm, LedgerFormSet, LedgerInline
from arboga_loften.foundation.admin.publishing import ORIGIN, PUBLISHING, PublishableAdmin, chip

__all__ = [
    "ORIGIN",
    "PUBLISHING",
    "LedgerForm",
    "LedgerFormSet",
    "LedgerInline",
    "OurAdmin",
    "OurForm",
    "PlainFields",
    "PublishableAdmin",
    "chip",
]
