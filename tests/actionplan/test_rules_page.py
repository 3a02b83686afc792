"""The public page of rules: what it says is what the rules do."""

import pytest

from actionplan.rules import rules
from actionplan.status import NEEDS_REASON, Flag, Stage, Status

pytestmark = pytest.mark.django_db


def cases():
    return [case for rule in rules() for case in rule.cases]


def test_every_flag_has_a_rule_that_some_case_shows():
    shown = {rule.flag for rule in rules() if rule.flag}
    assert shown == set(Flag)
    for rule in rules():
        if rule.flag:
            assert any(rule.flag in case.progress.flags for case in rule.cases), rule.key


def test_every_stage_but_not_begun_is_shown_by_a_case():
    assert {case.progress.stage for case in cases()} == set(Stage) - {Stage.NOT_BEGUN}


def test_everything_that_needs_a_reason_is_named():
    (rule,) = [rule for rule in rules() if rule.key == "skal"]
    named = {case.progress.facts.said[0].status for case in rule.cases}
    assert named | {Status.CANCELLED} == set(NEEDS_REASON)


@pytest.mark.parametrize(
    ("key", "flags"),
    [
        ("forsenad", [(Flag.LATE,), (Flag.ON_TRACK,), (Flag.LATE,), ()]),
        ("efter-plan", [(Flag.BEHIND,), (Flag.ON_TRACK,)]),
        ("tyst", [(Flag.STALE,), (Flag.STALE,), (Flag.ON_TRACK,)]),
        ("tillsammans", [(Flag.ON_TRACK,), (), (Flag.STALE,)]),
        ("underlag", [(Flag.NO_EVIDENCE,), (Flag.NO_EVIDENCE,)]),
    ],
)
def test_the_cases_are_judged_as_the_words_say(key, flags):
    (rule,) = [rule for rule in rules() if rule.key == key]
    assert [case.progress.flags for case in rule.cases] == flags


def test_the_page_shows_every_rule(client):
    page = client.get("/sa-bedomer-vi/").content.decode()
    for rule in rules():
        assert f'id="{rule.key}"' in page
        assert str(rule.heading) in page


@pytest.mark.parametrize("address", ["/om/", "/", "/uppfoljning/"])
def test_the_way_there_is_on_the_pages_that_judge(client, address):
    assert "/sa-bedomer-vi/" in client.get(address).content.decode()
