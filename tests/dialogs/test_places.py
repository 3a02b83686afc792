"""A place is where it is said to be, or its coordinates aren't known at all."""

import pytest
from django.db import IntegrityError

from tests.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("half", [{"latitude": 59.4}, {"longitude": 15.8}])
def test_a_place_cannot_have_half_a_position(half):
    with pytest.raises(IntegrityError):
        make_place(**half)


def test_a_place_can_have_a_position_or_none():
    assert make_place("Nytorget").latitude is None
    assert make_place("Ågatan", latitude=59.4, longitude=15.8).pk
