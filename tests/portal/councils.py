"""The council's pages in the admin as a browser meets them: opened, filled in and sent."""

from datetime import date, time

from django.db.models.fields.files import FieldFile

from actionplan.council import freezing, packet
from actionplan.models import CouncilReport
from actionplan.models.frozen import sum_of
from arboga_loften.foundation import clock

MEETINGS = "/admin/actionplan/councilmeeting/"
REPORTS = "/admin/actionplan/councilreport/"


def frozen(meeting, *, by, published=False):
    """A meeting's first report as `freezing.adopt` makes it, but without its files: they take a second to draw."""
    last, now = CouncilReport.objects.in_chain().last(), clock.now()
    number = last.number + 1 if last else 1
    link = (
        {"number": last.number, "key": last.meeting.key, "version": last.version, "sha256": last.sha256}
        if last
        else None
    )
    adopted = {"on": now.date().isoformat(), "at": now.isoformat(timespec="seconds"), "by": str(by.function)}
    words = {"version": 1, "correction": "", "number": number, "previous": link, "adopted": adopted}
    content = freezing.canonical(packet.build(meeting) | words)
    report = CouncilReport(
        meeting=meeting,
        version=1,
        number=number,
        previous=last,
        content=content,
        sha256=sum_of(content),
        adopted_on=now.date(),
        adopted_at=now,
        adopted_by=by,
    )
    if published:
        report.publish()
    report.save()
    return report


def page(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def opened(client, address):
    """What the browser would send from a page as it stands, without files."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        may = inline.has_add_permission or inline.has_change_permission
        forms += [inline.formset.management_form, *(inline.formset.forms if may else [])]
    found = {}
    for form in forms:
        found |= dict(_values(form))
    return found


def _values(form):
    for bound in form:
        value = bound.value()
        if value is None or value is False or isinstance(value, FieldFile):
            continue
        yield bound.html_name, value.isoformat() if isinstance(value, date | time) else value


def send(client, address, **typed):
    """Fill in a page and send it. In a name two underscores stand for the hyphen of a part's field."""
    sent = opened(client, address) | {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(address, sent)


def part(name, *rows):
    """New rows of a part of a page, where it has none: the fields of each as a browser names them."""
    found = {f"{name}__TOTAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        found |= {f"{name}__{number}__{field}": value for field, value in row.items()}
    return found


def errors(response):
    """Every message of a page, by the field that it stands at."""
    found = {name: " ".join(words) for name, words in response.context["adminform"].form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {f"{form.prefix}-{name}": " ".join(words) for name, words in form.errors.items()}
    return found


def told(response):
    return [str(message) for message in response.context["messages"]]
