"""Somebody at the municipality, for the deeds that note who did them."""

import pytest

from arboga_loften.accounts.models import User
from tests.factories import organisation


@pytest.fixture
def official(db):
    return User.objects.create_user(username="granskare", function="Säkerhetssamordnare", organisation=organisation())
