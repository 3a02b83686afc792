"""The council's addresses: what everybody can read under /uppfoljning/, and the council's own room under /radet/."""

from django.urls import path, re_path

from actionplan.council import checking, compare_views, meeting_views, published, room

VERSION = "(?P<key>[-a-zA-Z0-9_]+)/v(?P<version>[0-9]{1,4})"

urlpatterns = [
    # The room: meetings, the packet, the review, the adoption.
    path("radet/", room.room, name="room"),
    path("radet/<slug:key>/", room.packet_page, name="packet"),
    re_path(r"^radet/(?P<key>[-a-zA-Z0-9_]+)/granska/(?P<pk>[0-9]{1,10})/$", room.review, name="review"),
    path("radet/<slug:key>/sammanfatta/", room.summaries, name="summaries"),
    path("radet/<slug:key>/anta/", room.adopt, name="adopt"),
    path("radet/<slug:key>/utkast.<str:kind>", room.draft_file, name="draft_file"),
    # Meetings that everybody can read of, and their calendar.
    path("uppfoljning/moten/", meeting_views.meetings, name="meetings"),
    path("uppfoljning/moten.ics", meeting_views.meetings_ics, name="meetings_ics"),
    path("uppfoljning/moten/<slug:key>/", meeting_views.meeting, name="meeting"),
    path("uppfoljning/moten/<slug:key>/mote.ics", meeting_views.meeting_ics, name="meeting_ics"),
    path("uppfoljning/moten/<slug:key>/minnesanteckningar/", meeting_views.meeting_notes, name="meeting_notes"),
    path("uppfoljning/lagen/", meeting_views.law, name="duties"),
    # Reports: compared, checked and in a chain; last those that are known by their period.
    path("uppfoljning/jamfor/", compare_views.compare, name="report_compare"),
    re_path(r"^uppfoljning/aktivitet/(?P<pk>[0-9]{1,10})/$", compare_views.activity_periods, name="activity_periods"),
    path("uppfoljning/rapporter/", published.reports, name="reports"),
    path("uppfoljning/rapporter.json", published.reports_json, name="reports_json"),
    path("uppfoljning/kontrollera/", checking.check, name="report_check"),
    path("uppfoljning/kedjan/", checking.chain, name="report_chain"),
    path("uppfoljning/kedjan.json", checking.chain_json, name="report_chain_json"),
    path("uppfoljning/<slug:key>/", published.report, name="report_published"),
    # Four digits at most: a longer number is no version's, and a database refuses to compare with it.
    re_path(rf"^uppfoljning/{VERSION}/$", published.report_version, name="report_version"),
    re_path(rf"^uppfoljning/{VERSION}/rapport\.(?P<kind>[a-z]+)$", published.report_file, name="report_file"),
]
