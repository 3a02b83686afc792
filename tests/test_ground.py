"""The ground in conftest.py must bite, or every other test is worth less."""

import socket
import warnings

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.template import Context, Origin, Template, engines
from zeal import NPlusOneError, zeal_context

from actionplan.models import FollowUp
from arboga_loften.foundation import clock
from arboga_loften.portal.record.load import load
from focusareas.models import FocusArea, Promise
from tests.conftest import NetworkReached, UnknownVariable


def ours(text):
    """A template as if it lay in our folder."""
    path = engines["django"].dirs[0] / "test.html"
    return Template(text, origin=Origin(str(path), "test.html"))


@pytest.mark.parametrize(
    "text",
    [
        "{{ nobody_gave_this }}",
        "{{ text|upper }}{{ text.missing|default:'x' }}",
        "{% blocktranslate %}{{ nobody_gave_this }}{% endblocktranslate %}",
        "{{ silent.fault }}",
    ],
)
def test_an_unknown_variable_fails(text):
    with pytest.raises(UnknownVariable):
        ours(text).render(Context({"text": "x", "silent": Silent()}))


def test_asking_whether_a_variable_exists_is_fine():
    template = ours("{% if nobody_gave_this or silent.fault %}yes{% else %}no{% endif %}")
    assert template.render(Context({"silent": Silent()})) == "no"


def test_others_templates_are_not_judged():
    theirs = Template("[{{ nobody_gave_this }}]", origin=Origin("/usr/lib/django/admin/base.html"))
    assert theirs.render(Context()) == "[]"


class Silent:
    """Raises what Django's templates pass over in silence, as a missing related object does."""

    @property
    def fault(self):
        raise Promise.DoesNotExist


def test_another_machine_is_out_of_reach():
    with socket.socket() as outwards, pytest.raises(NetworkReached):
        outwards.connect(("192.0.2.1", 80))


def test_a_warning_fails():
    with pytest.raises(UserWarning):
        warnings.warn("something is old", stacklevel=1)


def test_tests_happen_on_the_demonstrations_day(demo_day, freeze_day):
    assert clock.today() == demo_day
    freeze_day("2025-02-01")
    assert clock.today().year == 2025


@pytest.mark.django_db
def test_a_query_for_each_row_fails():
    load()
    with zeal_context(), pytest.raises(NPlusOneError):
        [area.promise for area in FocusArea.objects.all()]


@pytest.mark.django_db(transaction=True)
def test_the_clean_up_passes_the_guards_and_puts_them_back():
    load()
    call_command("flush", interactive=False)
    assert not FollowUp.objects.exists()
    load()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{FollowUp._meta.db_table}"')


@pytest.mark.django_db
def test_nothing_is_left_from_the_test_before():
    assert not FollowUp.objects.exists()
