"""What was said and answered between two days: counted and referred to, never copied into a report that can't be erased."""

from collections import defaultdict

from django.db.models import Q

from dialogs.models import Answer, Viewpoint

MOST_ANSWERS = 100


def heard(since, day) -> dict:
    """What came in and was answered after a day, up to and with another; what waits on the latter. Only what is public.

    What was shown first after the day is new, though it came in before: nobody could read of it then.
    """
    readable = Viewpoint.objects.visible(day)
    fresh = readable.filter(_new("received_on", since), received_on__lte=day).select_related("dialogue")
    answers = Answer.objects.visible(day).filter(_new("answered_on", since), answered_on__lte=day)
    answers = list(answers.select_related("viewpoint__dialogue", "organisation").order_by("answered_on", "pk"))
    dialogues = defaultdict(lambda: {"received": 0, "answered": 0})
    for row in fresh:
        dialogues[row.dialogue]["received"] += 1
    for row in answers:
        dialogues[row.viewpoint.dialogue]["answered"] += 1
    return {
        "received": sum(each["received"] for each in dialogues.values()),
        "answered": len(answers),
        "waiting": readable.waiting(day).count(),
        "overdue": readable.filter(dialogue__answer_promised_on__lt=day).waiting(day).count(),
        "dialogues": [
            {"title": dialogue.title, "url": dialogue.get_absolute_url(), **counted}
            for dialogue, counted in sorted(dialogues.items(), key=lambda each: (each[0].starts_on, each[0].pk))
        ],
        "answers": [_answer(row) for row in answers[:MOST_ANSWERS]],
    }


def _new(field, since):
    return Q(**{f"{field}__gt": since}) | Q(publish_on__gt=since)


def _answer(row):
    return {
        "url": row.viewpoint.get_absolute_url(),
        "reference": row.viewpoint.reference,
        "dialogue": row.viewpoint.dialogue.title,
        "decision": row.decision,
        "said": row.get_decision_display(),
        "on": row.answered_on.isoformat(),
        "by": row.organisation.called,
    }
