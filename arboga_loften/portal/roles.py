"""Who may do what in the admin: one list, kept true after every `migrate`.

The permissions say which kinds of rows a role reads and writes. Whose rows is asked beside them: a party reports and
answers only for itself (`User.speaks_for`), reads drafts of its own (`Activity.objects.readable_by`), and an editor of
an activity mends its words but not what is promised. docs/roles.md shows it all, and the tests hold it true.
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
# What was promised and has been changed.
CHANGES = ("actionplan.duedatechange", "actionplan.targetchange", "actionplan.goalchange")
PLAN = ("actionplan.actionplan", "actionplan.activity", "actionplan.commitment", "actionplan.plannedoccurrence")
LEDGERS = ("actionplan.occurrence", "actionplan.followup", *CHANGES)
# What the council meets about, says and adopts. `add_councilreport` is to adopt, `change_councilreport` to publish.
COUNCIL = (
    "actionplan.councilmeeting",
    "actionplan.seat",
    "actionplan.areasummary",
    "actionplan.review",
    "actionplan.decision",
    "actionplan.councilreport",
)
# What is measured, and the agreement that the promise rests on.
GROUNDS = ("focusareas.cooperationagreement", "focusareas.indicator")
SITE = ("foundation.municipality", "accounts.organisation")
RECORDS = ("dialogs.retentionrule", "dialogs.disposal")
ADD_TO = ("view", "add")
# Whoever can publish, answer or administer proves who they are twice (accounts/gate.py).
TWO_STEPS = ("must",)
# Drafts of others than one's own organisation.
ALL_DRAFTS = ("read",)

# Role → model → actions. Deleting is for drafts: what has been public the models refuse to lose, whoever asks.
ROLES = {
    # Lets people in and looks after the site, and has no part in what it says.
    "systemadministratör": {
        "accounts.user": (*WRITE, *TWO_STEPS),
        **dict.fromkeys(SITE, WRITE),
        **dict.fromkeys(("foundation.letter", "actionplan.reminded"), READ),
    },
    "samordnare": {
        **dict.fromkeys((*TEXTS, *PLAN, *PROGRAM), DRAFTS),
        **dict.fromkeys((*ORIGINALS, *RECORDS), READ),
        "dialogs.submission": ADD_TO,
        "dialogs.cannedanswer": DRAFTS,
        **dict.fromkeys(SITE, WRITE),
        **dict.fromkeys(LEDGERS, ADD_TO),
        "accounts.user": ("view", "speak", *TWO_STEPS, *ALL_DRAFTS),
        "actionplan.report": ("view", "change"),
        "actionplan.councilquestion": WRITE,
        **dict.fromkeys(COUNCIL, WRITE),
        **dict.fromkeys(("actionplan.councilmeeting", "actionplan.seat", *GROUNDS), DRAFTS),
        "focusareas.indicatorvalue": ADD_TO,
        "actionplan.planimport": ADD_TO,
        "actionplan.reminded": ADD_TO,
        "foundation.letter": READ,
    },
    # Reports what their own organisation has promised, and sees nothing of others that isn't public.
    "aktivitetsansvarig": {
        **dict.fromkeys(("actionplan.activity", "actionplan.commitment", *LEDGERS), READ),
        **dict.fromkeys(("actionplan.occurrence", "actionplan.followup"), ADD_TO),
        "actionplan.plannedoccurrence": WRITE,
        "actionplan.councilquestion": ("view", "change"),
    },
    "kommunpolis": {
        **dict.fromkeys((*TEXTS, *PLAN, *PROGRAM, *ORIGINALS, "dialogs.cannedanswer", "accounts.organisation"), READ),
        "dialogs.submission": ADD_TO,
        "actionplan.occurrence": ADD_TO,
        "actionplan.followup": ADD_TO,
        **dict.fromkeys(CHANGES, READ),
        "actionplan.plannedoccurrence": WRITE,
        "actionplan.report": ("view", "change"),
        "actionplan.councilquestion": ("view", "change"),
        **dict.fromkeys((*COUNCIL, *GROUNDS, "focusareas.indicatorvalue"), READ),
        "dialogs.viewpoint": WRITE,
        "dialogs.answer": WRITE,
        "accounts.user": (*TWO_STEPS, *ALL_DRAFTS),
    },
    "redaktör": {
        **dict.fromkeys((*TEXTS, *SITE, "dialogs.cannedanswer"), WRITE),
        **dict.fromkeys(PROGRAM, DRAFTS),
        **dict.fromkeys((*PLAN, *LEDGERS, *ORIGINALS), READ),
        "dialogs.submission": ADD_TO,
        **dict.fromkeys(("actionplan.actionplan", "actionplan.activity"), ("view", "change")),
        **dict.fromkeys(COUNCIL, READ),
        **dict.fromkeys(("actionplan.councilmeeting", "actionplan.councilreport"), ("view", "change")),
        **dict.fromkeys(GROUNDS, WRITE),
        "focusareas.indicatorvalue": ADD_TO,
        "accounts.user": (*TWO_STEPS, *ALL_DRAFTS),
    },
    # Reads the drafts that the council is to discuss, asks, and says what it thinks of each activity.
    "rådsledamot": {
        **dict.fromkeys((*TEXTS, *PLAN, *LEDGERS, *PROGRAM, "accounts.organisation"), READ),
        **dict.fromkeys((*COUNCIL, *GROUNDS, "focusareas.indicatorvalue"), READ),
        "actionplan.review": WRITE,
        "actionplan.councilquestion": ADD_TO,
        "accounts.user": ALL_DRAFTS,
    },
    # Keeps what came in as the archive law asks: finds it, hands it out and throws it away by decision.
    "registrator": {
        **dict.fromkeys((*VOICES, *WORDS, *PROGRAM, *ORIGINALS, "accounts.organisation"), READ),
        "dialogs.retentionrule": DRAFTS,
        "dialogs.disposal": ADD_TO,
        "dialogs.follower": READ,
        **dict.fromkeys((*PLAN, *LEDGERS, *PROMISE, "actionplan.report", "actionplan.planimport"), READ),
        **dict.fromkeys((*COUNCIL, *GROUNDS, "focusareas.indicatorvalue"), READ),
        "foundation.letter": READ,
        "accounts.user": (*TWO_STEPS, *ALL_DRAFTS),
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
