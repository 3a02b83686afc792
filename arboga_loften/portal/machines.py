"""Answers to machines: search robots, the watchman that asks if we live, and a browser that wants the municipality's look."""

import mimetypes

from django.db import connection
from django.http import FileResponse, Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from arboga_loften.foundation.models import Municipality


@require_safe
def robots(request):
    sitemap = request.build_absolute_uri("/sitemap.xml")
    return HttpResponse(f"User-agent: *\nDisallow: /admin/\nSitemap: {sitemap}\n", content_type="text/plain")


@require_safe
def health(request):
    """200 when the site and its database answer; nothing else is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
@cache_control(max_age=300, public=True)
def municipality_colours(request):
    """The municipality's own colours, when it has chosen any, over those of the style sheet."""
    css = render_to_string("portal/colours.css", {"municipality": Municipality.objects.current()})
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(max_age=300, public=True)
def logo(request):
    picture = Municipality.objects.current().logo
    if not picture or not picture.storage.exists(picture.name):
        raise Http404
    return FileResponse(picture.open(), content_type=mimetypes.guess_type(picture.name)[0])
