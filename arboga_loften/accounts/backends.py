"""Who a name and a password belong to, and whose log-in still works."""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email


class OurBackend(AuthenticationBackend):
    """allauth's, which asks on every page whether the log-in still works: a closed account is out at once."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user.may_enter

    def _authenticate_by_email(self, email, password):
        """By an address that one person alone has. Two who share an address log in by their user names."""
        users = filter_users_by_email(email, for_login=True) if email and "@" in email else []
        return self._check_password(users[0], password) if len(users) == 1 else None
