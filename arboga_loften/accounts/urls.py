"""Every address under /konto/. The names are allauth's, which leads people between them; the rest of its pages don't exist.

There is no page to sign up on: an account is made by an administrator, and its owner is invited.
"""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from django.urls import path

from arboga_loften.accounts import views


def for_one_alone(view):
    """A page for one person: kept by no browser, found by no robot, and its address told to no other site."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def page(route, view, name):
    return path(route, for_one_alone(view), name=name)


urlpatterns = [
    page("", views.home, "account_home"),
    # By password.
    page("logga-in/", views.LogIn.as_view(), "account_login"),
    page("logga-ut/", account.logout, "account_logout"),
    page("utloggad/", views.logged_out, "account_logged_out"),
    page("avstangd/", account.account_inactive, "account_inactive"),
    page("bekrafta/", account.reauthenticate, "account_reauthenticate"),
    page("byt-losenord/", account.password_change, "account_change_password"),
    page("valj-losenord/", account.password_set, "account_set_password"),
    page("glomt-losenord/", account.password_reset, "account_reset_password"),
    page("glomt-losenord/skickat/", account.password_reset_done, "account_reset_password_done"),
    page("glomt-losenord/klart/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    page("glomt-losenord/<str:uidb36>/<str:key>/", account.password_reset_from_key, "account_reset_password_from_key"),
    page("valkommen/<str:token>/", views.welcome, "welcome"),
    page("sessioner/", views.my_sessions, "usersessions_list"),
    # By two steps.
    page("tva-steg/", views.TwoSteps.as_view(), "mfa_index"),
    page("tva-steg/behovs/", views.two_steps_needed, "two_steps_needed"),
    page("tva-steg/kod/", mfa.authenticate, "mfa_authenticate"),
    page("tva-steg/bekrafta/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("tva-steg/app/", views.ActivateApp.as_view(), "mfa_activate_totp"),
    page("tva-steg/app/stang-av/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("tva-steg/reservkoder/", views.recovery_codes, "mfa_view_recovery_codes"),
    page("tva-steg/reservkoder/nya/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("tva-steg/reservkoder/hamta/", views.download_codes, "mfa_download_recovery_codes"),
    page("tva-steg/nycklar/", views.Keys.as_view(), "mfa_list_webauthn"),
    page("tva-steg/nycklar/ny/", views.AddKey.as_view(), "mfa_add_webauthn"),
    page("tva-steg/nycklar/bekrafta/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page("tva-steg/nycklar/<int:pk>/", keys.edit_webauthn, "mfa_edit_webauthn"),
    page("tva-steg/nycklar/<int:pk>/ta-bort/", views.RemoveKey.as_view(), "mfa_remove_webauthn"),
    page("nyckel/", keys.login_webauthn, "mfa_login_webauthn"),
    # By the organisation's own log-in.
    page("extern/avbrutet/", social.login_cancelled, "socialaccount_login_cancelled"),
]
