"""Who may do what in the admin: one list, kept true after every `migrate`.

The permissions say which kinds of rows a role reads and writes. Whose rows is the admin's part: a party reports and
answers only for itself (`User.speaks_for`), and an editor of an activity mends its words but not what is promised.
"""

from django.contrib.auth.models import Group, Permission

READ, WRITE, DRAFTS = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
VOICES = ("dialogs.dialogue", "dialogs.viewpoint", "dialogs.answer", "dialogs.finding")
# What a dialogue asks, its days and the stops of a walk.
PROGRAM = ("dialogs.question", "dialogs.choice", "dialogs.occasion", "dialogs.walkstop")
# As it came in, with names and all: for those who moderate and those who keep the records, and nobody else.
ORIGINALS = ("dialogs.submission", "dialogs.reply", "dialogs.moderationentry")
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
RECORDS = ("dialogs.retentionrule", "dialogs.disposal")
ADD_TO = ("view", "add")

# Role → model → actions. Deleting is for drafts: what has been public the models refuse to lose, whoever asks.
ROLES = {
    "samordnare": {
        **dict.fromkeys((*TEXTS, *PLAN, *PROGRAM), DRAFTS),
        **dict.fromkeys((*ORIGINALS, *RECORDS), READ),
        "dialogs.submission": ADD_TO,
        "dialogs.cannedanswer": DRAFTS,
        **dict.fromkeys(SITE, WRITE),
        **dict.fromkeys(LEDGERS, ADD_TO),
        "accounts.user": ("view", "speak"),
        "foundation.letter": READ,
    },
    "kommunpolis": {
        **dict.fromkeys((*TEXTS, *PLAN, *PROGRAM, *ORIGINALS, "dialogs.cannedanswer", "accounts.organisation"), READ),
        "dialogs.submission": ADD_TO,
        "actionplan.occurrence": ADD_TO,
        "actionplan.followup": ADD_TO,
        "actionplan.duedatechange": READ,
        "actionplan.plannedoccurrence": WRITE,
        "dialogs.viewpoint": WRITE,
        "dialogs.answer": WRITE,
    },
    "redaktör": {
        **dict.fromkeys((*TEXTS, *SITE, "dialogs.cannedanswer"), WRITE),
        **dict.fromkeys(PROGRAM, DRAFTS),
        **dict.fromkeys((*PLAN, *LEDGERS, *ORIGINALS), READ),
        "dialogs.submission": ADD_TO,
        "actionplan.activity": ("view", "change"),
    },
    "rådsledamot": dict.fromkeys((*TEXTS, *PLAN, *LEDGERS, *PROGRAM, "accounts.organisation"), READ),
    # Keeps what came in as the archive law asks: finds it, hands it out and throws it away by decision.
    "registrator": {
        **dict.fromkeys((*VOICES, *WORDS, *PROGRAM, *ORIGINALS, "accounts.organisation"), READ),
        "dialogs.retentionrule": DRAFTS,
        "dialogs.disposal": ADD_TO,
        "dialogs.follower": READ,
        "foundation.letter": READ,
    },
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
