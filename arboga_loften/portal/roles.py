"""Who may do what in the admin: one list, kept true after every `migrate`.

The permissions say which kinds of rows a role reads and writes. Whose rows is the admin's part: a party reports and
answers only for itself (`User.speaks_for`), and an editor of an activity mends its words but not what is promised.
"""

from django.contrib.auth.models import Group, Permission

READ, WRITE, DRAFTS = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
VOICES = ("dialogs.dialogue", "dialogs.viewpoint", "dialogs.answer", "dialogs.finding")
WORDS = ("dialogs.theme", "dialogs.place", "foundation.source")
PROMISE = (
    "focusareas.promise",
    "focusareas.focusarea",
    "focusareas.situationreport",
    "focusareas.situationsection",
    "focusareas.milestone",
)
TEXTS = (*VOICES, *WORDS, *PROMISE)
PLAN = ("actionplan.actionplan", "actionplan.activity", "actionplan.commitment", "actionplan.plannedoccurrence")
LEDGERS = ("actionplan.occurrence", "actionplan.followup", "actionplan.duedatechange")
SITE = ("foundation.municipality", "accounts.organisation")
ADD_TO = ("view", "add")

# Role → model → actions. Deleting is for drafts: what has been public the models refuse to lose, whoever asks.
ROLES = {
    "samordnare": {
        **dict.fromkeys((*TEXTS, *PLAN), DRAFTS),
        **dict.fromkeys(SITE, WRITE),
        **dict.fromkeys(LEDGERS, ADD_TO),
        "accounts.user": ("view", "speak"),
        "foundation.letter": READ,
    },
    "kommunpolis": {
        **dict.fromkeys((*TEXTS, *PLAN, "accounts.organisation"), READ),
        "actionplan.occurrence": ADD_TO,
        "actionplan.followup": ADD_TO,
        "actionplan.duedatechange": READ,
        "actionplan.plannedoccurrence": WRITE,
        "dialogs.viewpoint": WRITE,
        "dialogs.answer": WRITE,
    },
    "redaktör": {
        **dict.fromkeys((*TEXTS, *SITE), WRITE),
        **dict.fromkeys((*PLAN, *LEDGERS), READ),
        "actionplan.activity": ("view", "change"),
    },
    "rådsledamot": dict.fromkeys((*TEXTS, *PLAN, *LEDGERS, "accounts.organisation"), READ),
}


def ensure_roles(**kwargs):
    """Make each role's group hold exactly its permissions."""
    known = {
        (p.content_type.app_label, p.content_type.model, p.codename.split("_", 1)[0]): p
        for p in Permission.objects.select_related("content_type")
    }
    for role, models in ROLES.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(
            permission
            for model, actions in models.items()
            for action in actions
            if (permission := known.get((*model.split("."), action)))
        )
