from django.urls import include, path, re_path

from actionplan import downloads, views, year_views
from actionplan.reminders import views as reminder_views
from actionplan.reporting import views as reporting

app_name = "actionplan"

urlpatterns = [
    path("handlingsplan/", views.plan, name="plan"),
    path("handlingsplan/jamfor/", year_views.years, name="years"),
    path("handlingsplan/<slug:year>/plan.<str:kind>", downloads.plan_file, name="plan_file"),
    # Ten digits at most: a longer number is no row's, and a database refuses to compare with it.
    re_path(r"^handlingsplan/(?P<pk>[0-9]{1,10})-(?P<slug>[-\w]*)/$", views.activity, name="activity"),
    re_path(
        r"^handlingsplan/(?P<pk>[0-9]{1,10})/bild/(?P<occurrence>[0-9]{1,10})/$",
        reporting.occurrence_picture,
        name="occurrence_picture",
    ),
    path("uppfoljning/", views.followup, name="followup"),
    path("", include("actionplan.council.urls")),
    path("sa-bedomer-vi/", views.how_we_judge, name="rules"),
    # To report: what one has to see to, and one activity, logged in or by the link in a letter.
    path("rapportera/", reporting.my_activities, name="my_reports"),
    re_path(r"^rapportera/(?P<pk>[0-9]{1,10})/$", reporting.report, name="report"),
    path("rapportera/lank/<str:token>/", reporting.report_by_link, name="report_by_link"),
    path("paminnelser/<str:token>/", reminder_views.choose, name="reminders"),
]
