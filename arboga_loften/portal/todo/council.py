"""What the council asks of somebody: to review, sum up, adopt and publish, and the questions that wait for an answer."""

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actionplan.council.waiting import waiting_for
from actionplan.models import Activity, CouncilQuestion
from arboga_loften.foundation import clock
from arboga_loften.foundation.templatetags.look import day
from arboga_loften.portal.todo.piles import MOST_ROWS, Pile, Task, pile


def meetings(user):
    """The same as the room says at its top, for those who may enter it."""
    if not user.has_perm("actionplan.view_councilmeeting"):
        return None
    tasks = [
        Task(each.meeting.title, each.url, (each.words,), is_example=each.meeting.is_example)
        for each in waiting_for(user)
    ]
    return pile(_("Inför mötet i rådet"), tasks, reverse("actionplan:room"))


def questions(user):
    """What the council asks of somebody's own parts, and of their party's; those whose day has gone come first."""
    if not user.has_perm("actionplan.change_councilquestion"):
        return None
    rows = CouncilQuestion.objects.unanswered().filter(commitment__activity__in=Activity.objects.visible())
    if not user.has_perm("accounts.speak_for_all"):
        mine = Q(commitment__owner=user)
        rows = rows.filter(mine | Q(commitment__organisation=user.organisation_id) if user.organisation_id else mine)
    first = rows.select_related("commitment__organisation", "commitment__activity__focus_area")
    tasks = [_task(row) for row in first.order_by("answer_by", "pk")[:MOST_ROWS]]
    url = f"{reverse('admin:actionplan_councilquestion_changelist')}?svar=vantar"
    return Pile(_("Frågor från rådet"), tuple(tasks), rows.count(), url)


def _task(row):
    part = row.commitment
    when = _("Svaret skulle ha kommit %(day)s.") if row.answer_by < clock.today() else _("Svara senast %(day)s.")
    return Task(
        title=row.text,
        label=part.activity.label,
        url=f"{reverse('actionplan:report', args=[part.activity_id])}?{urlencode({'part': part.pk})}",
        reasons=(when % {"day": day(row.answer_by)},),
        parties=(part.organisation,),
        is_example=part.activity.is_example,
    )
