"""The plan of a year to take home, as anybody may read it: Word, Excel and PDF."""

from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from actionplan.models import ActionPlan
from actionplan.planfile import exporting

KEPT_FOR = 3600  # seconds


@require_safe
def plan_file(request, year, kind):
    """What is made is kept for a while under what it says, so that many who ask don't make it many times."""
    if kind not in exporting.TYPES:
        raise Http404
    plan = get_object_or_404(ActionPlan.objects.visible().select_related("promise"), promise__slug=year)
    taken = exporting.take_out(plan)
    told = "\n".join([*exporting.document_of(taken).words(), *exporting.document_for_reading(taken).words()])
    key = f"planfile:{kind}:{sha256(told.encode()).hexdigest()}"
    data = cache.get(key)
    if data is None:
        data = exporting.file_of(taken, kind)
        cache.set(key, data, KEPT_FOR)
    return download(data, kind, f"handlingsplan-{year}")


def download(data, kind, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=exporting.TYPES[kind], headers=headers)
