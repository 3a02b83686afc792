"""How one logs in, in numbers and names: what allauth is told, and the organisation's own log-in where there is one.

Read by the settings, so it knows no model. The rules themselves stand beside: `adapters`, `gate`, `sessions`.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ORGANISATION = "organisation"  # the provider's name in addresses: /konto/extern/organisation/…
OIDC_NAMES = ["OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]
# How long somebody waits who has tried too many times; told in words by adapters.TOO_MANY.
FAILED = "20/15m/ip,5/15m/key"
FORMS, ADAPTERS = "arboga_loften.accounts.forms", "arboga_loften.accounts.adapters"

ALLAUTH = {
    "ACCOUNT_ADAPTER": f"{ADAPTERS}.AccountAdapter",
    "ACCOUNT_LOGIN_METHODS": {"username", "email"},
    "ACCOUNT_EMAIL_VERIFICATION": "none",  # an invitation comes by e-mail: that is the proof
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
    "ACCOUNT_PREVENT_ENUMERATION": "strict",
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "account_logged_out",
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
    "ACCOUNT_RATE_LIMITS": {
        "login": "30/m/ip",
        "login_failed": FAILED,
        "reset_password": "20/h/ip,5/h/key",
        "reset_password_from_key": "20/m/ip",
        "change_password": "5/m/user",
        "reauthenticate": "10/m/user",
    },
    "ACCOUNT_FORMS": {
        "login": f"{FORMS}.LoginForm",
        "change_password": f"{FORMS}.ChangePasswordForm",
        "set_password": f"{FORMS}.SetPasswordForm",
        "reset_password": f"{FORMS}.ResetPasswordForm",
        "reset_password_from_key": f"{FORMS}.ResetPasswordKeyForm",
        "user_token": f"{FORMS}.UserTokenForm",
        "reauthenticate": f"{FORMS}.ReauthenticateForm",
    },
    "MFA_ADAPTER": f"{ADAPTERS}.MFAAdapter",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "MFA_ALLOW_UNVERIFIED_EMAIL": True,
    "MFA_TOTP_TOLERANCE": 1,  # phones' clocks differ by some seconds
    "MFA_FORMS": {
        "authenticate": f"{FORMS}.CodeForm",
        "reauthenticate": f"{FORMS}.CodeAgainForm",
        "activate_totp": f"{FORMS}.ActivateAppForm",
        "add_webauthn": f"{FORMS}.AddKeyForm",
        "edit_webauthn": f"{FORMS}.EditKeyForm",
        "authenticate_webauthn": f"{FORMS}.KeyForm",
        "reauthenticate_webauthn": f"{FORMS}.KeyAgainForm",
        "login_webauthn": f"{FORMS}.KeyLoginForm",
    },
    "SOCIALACCOUNT_ADAPTER": f"{ADAPTERS}.OrganisationAdapter",
    "SOCIALACCOUNT_STORE_TOKENS": False,
    "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
}


# --- The organisation's own log-in (Entra ID, ADFS …) ---
def organisation(env):
    """The organisation's log-in as the environment tells it, by setting; empty where there is none."""
    told = {name: env.str(name, default="").strip() for name in OIDC_NAMES}
    missing = [name for name, value in told.items() if not value]
    if len(missing) == len(OIDC_NAMES):
        return {}
    if missing:
        raise ImproperlyConfigured(
            f"Organisationens inloggning är halvt inställd: {', '.join(missing)} saknas. Fyll i alla fyra, eller ingen."
        )
    address = urlsplit(told["OIDC_SERVER_URL"])
    at_home = address.scheme == "http" and address.hostname in {"127.0.0.1", "localhost"}
    if not (at_home or (address.scheme == "https" and address.hostname)) or set(address.netloc) & set("{};, @'"):
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL ska börja med https://, till exempel https://login.microsoftonline.com/<katalog>/v2.0."
        )
    return told


def providers(told):
    """The same, as allauth wants it."""
    if not told:
        return {}
    app = {
        "provider_id": ORGANISATION,
        "name": told["OIDC_NAME"],
        "client_id": told["OIDC_CLIENT_ID"],
        "secret": told["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": told["OIDC_SERVER_URL"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def form_targets(told):
    """The hosts that our log-in's button may lead to, besides our own."""
    address = urlsplit(told["OIDC_SERVER_URL"]) if told else None
    return [f"{address.scheme}://{address.netloc}"] if address else []
