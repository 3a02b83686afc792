"""The preview of what can be published: its public page as it will be, for those who may see the row in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path
from django.utils.cache import add_never_cache_headers

from arboga_loften.foundation import preview
from arboga_loften.foundation.admin.proposals import CONTINUES, ProposalPages, _Refused
from arboga_loften.foundation.fields import all_ids
from arboga_loften.foundation.models import Proposal


class PreviewPages(ProposalPages):
    """For what can be published, where it has a page to show."""

    def page_to_preview(self, row):
        """The row whose page is shown: its own, or that of the row that it stands on."""
        return row

    def can_be_previewed(self, row):
        return hasattr(self.page_to_preview(row), "get_absolute_url")

    def get_urls(self):
        page = path(
            "<path:object_id>/forhandsgranska/",
            self.admin_site.admin_view(self.preview_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_preview",
        )
        return [page, *super().get_urls()]

    def preview_view(self, request, object_id):
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        row = self.get_object(request, object_id) if all_ids(object_id) else None
        if row is None or not self.can_be_previewed(row):
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        proposal = self._asked_for(request, row)
        try:
            response = self.preview_of(request, row, proposal)
        except preview.Unseeable as why:
            self.message_user(request, str(why), messages.WARNING)
            return HttpResponseRedirect(self.page_of(row))
        except _Refused as refused:
            self.message_user(request, " ".join(refused.errors), messages.WARNING)
            return HttpResponseRedirect(self.page_of(row))
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def preview_of(self, request, row, proposal=None):
        def first():
            if proposal:
                self.write(request, row, proposal, on_top=True)
            if page is not row and not row.is_visible:
                preview.publish_for_now(row)

        page = self.page_to_preview(row)
        return preview.page_of(page, request=request, first=first)

    def _asked_for(self, request, row):
        """A proposal that one may see on the row's page, to be shown as if it were published."""
        asked = request.GET.get(CONTINUES, "")
        if not (asked and all_ids(asked) and self.has_change_permission(request, row)):
            return None
        waiting = Proposal.objects.about(row).filter(pk=asked)
        return waiting.filter(state__in=[Proposal.State.WAITING, Proposal.State.REFUSED]).first()
