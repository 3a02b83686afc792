"""What base.html needs on every page."""

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from arboga_loften.foundation import clock
from arboga_loften.foundation.models import Municipality


def page(request):
    """Whose site it is, the demonstration's day, and the same page in the other language."""
    return {
        "municipality": SimpleLazyObject(Municipality.objects.current),
        "demo_day": clock.demo_day(),
        # Whether an official sees the page before others can (preview.py).
        "is_preview": getattr(request, "preview", False),
        "language_links": SimpleLazyObject(lambda: _language_links(request)),
    }


def _language_links(request):
    here = get_language()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": translate_url(request.get_full_path(), code),
            "current": code == here,
        }
        for code, _name in settings.LANGUAGES
    ]
