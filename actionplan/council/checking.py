"""To check that a report is the one that was adopted, and that none has disappeared: for anybody, without an account."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.council import freezing, shelf
from actionplan.council.published import for_machines, trail
from actionplan.models.frozen import sum_of
from arboga_loften.foundation.limits import Limit
from arboga_loften.foundation.uploads import too_large

CHECKS = Limit("report-check", most=60, seconds=600)
# To read every file of every report is work, so what was found holds for a minute.
KEPT_SECONDS = 60
LONGEST_TYPED = 400


class CheckForm(forms.Form):
    """A sum that somebody has read somewhere, or the file itself."""

    sum = forms.CharField(
        label=gettext_lazy("Kontrollsumma"),
        required=False,
        max_length=LONGEST_TYPED,
        help_text=gettext_lazy(
            "64 tecken, siffror och bokstäverna a–f. Mellanrum och stora bokstäver spelar ingen roll."
        ),
        error_messages={"max_length": gettext_lazy("Det där är längre än en kontrollsumma. Den har 64 tecken.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Eller filen"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("PDF, Word, Excel eller JSON. Vi räknar ut summan och sparar inte filen."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.is_asked = True  # one of the two is needed, so neither is called optional
        self.helper = FormHelper()
        # A token would need a cookie, and the form uses nobody's authority: whoever sends it learns what all may know.
        self.helper.disable_csrf = True
        self.helper.form_action = "actionplan:report_check"
        self.helper.add_input(Submit("kontrollera", _("Kontrollera")))

    def clean_sum(self):
        typed = self.cleaned_data["sum"]
        if typed and freezing.sum_in(typed) is None:
            raise forms.ValidationError(_("Det där är inte en hel kontrollsumma. Den har 64 tecken: siffror och a–f."))
        return typed

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and too_large(file):
            raise forms.ValidationError(_("Filen är större än 15 MB. Så stora är inte rapporterna härifrån."))
        return file

    def clean(self):
        given = super().clean()
        if not self.errors and not given.get("sum") and given.get("file") is None:
            raise forms.ValidationError(_("Klistra in en kontrollsumma eller välj en fil."))
        return given


@csrf_exempt  # a token would need a cookie, and nobody's authority is used
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """Which report a file or a sum is, in words. A sum may stand in the address, so that a page can lead here with it."""
    given = (
        request.POST if request.method == "POST" else {"sum": request.GET["summa"]} if "summa" in request.GET else None
    )
    form = CheckForm(given, request.FILES if request.method == "POST" else None)
    words, status = {"form": form, "found": None, "trail": trail()}, 200
    if form.is_bound and not CHECKS.allows(request):
        form.add_error(
            None, _("Det har kommit ovanligt många frågor från ditt nät. Vänta tio minuter och försök igen.")
        )
        status = 429
    elif form.is_bound and form.is_valid():
        words["found"] = _look_up(form)
    elif form.is_bound:
        status = 422
    response = render(request, "actionplan/council/check.html", words, status=status)
    response.headers["Cache-Control"] = "no-store" if form.is_bound else "public, no-cache"
    if status == 429:
        response.headers["Retry-After"] = str(CHECKS.seconds)
    return response


def _look_up(form):
    """What it turned out to be: the report, or one that has been taken down, or nothing that is known here."""
    file = form.cleaned_data["file"]
    total = sum_of(file.read()) if file is not None else freezing.sum_in(form.cleaned_data["sum"])
    match = freezing.recognise(total)
    return {
        "sum": total,
        "match": match,
        "file": file.name if file is not None else "",
        "kind": shelf.NAMES[match.kind] if match else "",
        "url": shelf.url_of(match.report) if match else "",
        "is_whole": match.report.is_whole if match else True,
        "taken_down": None if match else shelf.taken_down(total),
    }


@require_safe
def chain(request):
    """Every report ever adopted, in order, each holding the sum of the one before: one that disappears leaves a hole."""
    links = _links()
    words = {"links": links, "is_whole": not any(link["problems"] for link in links), "trail": trail()}
    return render(request, "actionplan/council/chain.html", words)


@require_safe
def chain_json(request):
    """The same for programs, which can count the sums themselves from the files."""
    with translation.override("sv"):
        return for_machines({"kedjan": [_for_machines(link) for link in _links()]})


def _links():
    """Every place in the chain, with its report and what is wrong."""
    reports = {row.number: row for row in shelf.places()}
    problems = cache.get_or_set(
        f"council-chain:{get_language()}:{len(reports)}",
        lambda: [(link.number, link.problems) for link in freezing.chain()],
        KEPT_SECONDS,
    )
    return [
        {"number": number, "report": row, "url": shelf.url_of(row) if row else "", "problems": wrong}
        for number, wrong in problems
        for row in [reports.get(number)]
    ]


def _for_machines(link):
    row = link["report"]
    if row is None:
        return {"plats": link["number"], "finns": False, "fel": list(link["problems"])}
    return {
        "plats": link["number"],
        "finns": True,
        "period": row.meeting.key,
        "version": row.version,
        "antagen": row.adopted_on.isoformat(),
        "sha256": row.sha256,
        "foregaende_sha256": row.previous_sha256,
        "publicerad": row.is_visible,
        "avpublicerad_for_att": row.unpublished_reason,
        "innehall": settings.SITE_URL + shelf.url_of(row, shelf.JSON) if row.is_visible else None,
        "fel": list(link["problems"]),
    }
