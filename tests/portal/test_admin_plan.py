"""The plan in the admin: how it reminds, and what a report by link is worth, is decided there."""

import pytest

from actionplan.models import ActionPlan
from tests.factories import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan()


def send(client, plan, **typed):
    address = f"/admin/actionplan/actionplan/{plan.pk}/change/"
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in values.items()}
    return client.post(address, sent | typed)


def test_the_samordnare_lets_reports_by_link_count_at_once(enter, plan):
    response = send(enter("samordnare"), plan, reports_by_link="direct", remind_before_days="5")
    assert response.status_code == 302
    plan.refresh_from_db()
    assert (plan.reports_by_link, plan.remind_before_days) == (ActionPlan.ByLink.DIRECT, 5)


def test_the_chief_never_hears_before_the_deputy(enter, plan):
    response = send(enter("samordnare"), plan, deputy_after_days="10", chief_after_days="5")
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert errors == {"chief_after_days": ["Chefen ska få mejlet senare än ersättaren."]}


def test_nobody_else_decides_it(enter, plan):
    assert (
        "reports_by_link"
        not in enter("kommunpolis")
        .get(f"/admin/actionplan/actionplan/{plan.pk}/change/")
        .context["adminform"]
        .form.fields
    )
