"""Nobody publishes their own words, where the municipality has chosen so (`Municipality.two_person_publishing`).

The one who wrote last is the one who last changed the words: what the history keeps of a row, its links and the parts
of it that are texts. To choose a day, or to take down, is not to write. What the program loaded nobody wrote. The rule
has no exception, also not for a superuser: then it would be a habit and not a rule.

Forms, deeds on many rows and answers at the desk all ask here. Viewpoints don't: what a resident said was never the
moderator's own words, so there the moderator is the other person already.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arboga_loften.foundation.history import linked
from arboga_loften.foundation.models import Municipality

# To be public or not, and when: not words.
PUBLISHING = {"publication", "publish_on", "first_published_on"}
SAVE_AS_READY = _("Spara som klar. Någon annan publicerar.")
STAY_DOWN = _("Spara som avpublicerad. Någon annan publicerar.")


def is_on():
    return Municipality.objects.current().two_person_publishing


def require_another(row, person, parts=()):
    """Refuse to publish what somebody last wrote themselves. `parts`: the relations by which its texts hang on it."""
    if is_on() and writers([row], parts).get(row.pk) == person.pk:
        raise ValidationError({"publication": way_on(row)})


def way_on(row):
    """What the one who wrote does instead."""
    return STAY_DOWN if row.first_published_on else SAVE_AS_READY


def writers(rows, parts=()):
    """Who last changed the words of some rows of a kind: the row's key → the user's. So many queries however many rows."""
    rows = list(rows)
    if not rows:
        return {}
    model, keys = type(rows[0]), [row.pk for row in rows]
    own = model._meta.pk.attname
    found = [_latest(model.history.filter(**{f"{own}__in": keys}), model, own)]
    for name in parts:
        relation = model._meta.get_field(name)
        part, owner = relation.related_model, relation.field.attname
        found.append(_latest(part.history.filter(**{f"{owner}__in": keys}), part, owner))
    latest = {key: max((each[key] for each in found if key in each), key=_when) for each in found for key in each}
    return {key: user for key, (_at, user) in latest.items() if user is not None}


def _when(change):
    return change[0]


def _latest(history, model, owner):
    """The latest change of words in a table, for each row that they belong to: when, and by whom."""
    versions = list(history.order_by("history_id"))
    links, said, latest = linked(versions), {}, {}
    fields = [each.attname for each in model.history.model.tracked_fields if _is_words(each)]
    for version in versions:
        key = getattr(version, model._meta.pk.attname)
        words = ([getattr(version, name) for name in fields], links[version.history_id], version.history_type == "-")
        if said.get(key) != words:
            said[key] = words
            latest[getattr(version, owner)] = (version.history_date, version.history_user_id)
    return latest


def _is_words(each):
    return each.editable and not each.primary_key and each.name not in PUBLISHING
