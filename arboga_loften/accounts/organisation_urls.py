"""To the organisation's own log-in and back. In one language: it knows one address to come back to."""

from django.urls import path

from arboga_loften.accounts import views
from arboga_loften.accounts.log_in import ORGANISATION
from arboga_loften.accounts.urls import for_one_alone

WHOSE = {"provider_id": ORGANISATION}

urlpatterns = [
    path("extern/organisation/", for_one_alone(views.organisation_log_in), WHOSE, name="openid_connect_login"),
    path(
        "extern/organisation/tillbaka/",
        for_one_alone(views.organisation_came_back),
        WHOSE,
        name="openid_connect_callback",
    ),
]
