from django.urls import path, re_path

from actionplan import downloads, views, year_views

app_name = "actionplan"

urlpatterns = [
    path("handlingsplan/", views.plan, name="plan"),
    path("handlingsplan/jamfor/", year_views.years, name="years"),
    path("handlingsplan/<slug:year>/plan.<str:kind>", downloads.plan_file, name="plan_file"),
    # Ten digits at most: a longer number is no row's, and a database refuses to compare with it.
    re_path(r"^handlingsplan/(?P<pk>[0-9]{1,10})-(?P<slug>[-\w]*)/$", views.activity, name="activity"),
    path("uppfoljning/", views.followup, name="followup"),
]
