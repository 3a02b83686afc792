"""Who may do what in the admin: one list, kept true after every `migrate`."""

from django.contrib.auth.models import Group, Permission

READ, WRITE = ("view",), ("view", "add", "change")
LEDGERS = {"actionplan.occurrence": ("view", "add"), "actionplan.followup": ("view", "add"), "actionplan.duedatechange": ("view", "add")}
TEXTS = (
    "dialogs.theme",
    "dialogs.place",
    "dialogs.dialogue",
    "dialogs.viewpoint",
    "dialogs.answer",
    "dialogs.finding",
    "focusareas.promise",
    "focusareas.focusarea",
    "focusareas.situationreport",
    "focusareas.situationsection",
    "focusareas.milestone",
    "foundation.source",
)
PLAN = ("actionplan.actionplan", "actionplan.activity", "actionplan.commitment", "actionplan.plannedoccurrence")
SITE = ("foundation.municipality", "accounts.organisation")

# Role → model → actions. No role may delete what has been public: the models refuse it, whoever asks.
ROLES = {
    "samordnare": {
        **dict.fromkeys((*TEXTS, *PLAN, *SITE), WRITE),
        **LEDGERS,
        "accounts.user": READ,
        **{f"{model}:delete": ("delete",) for model in (*TEXTS, *PLAN)},
    },
    "kommunpolis": {
        **dict.fromkeys((*TEXTS, *PLAN), READ),
        **LEDGERS,
        "actionplan.activity": ("view", "change"),
        "actionplan.plannedoccurrence": WRITE,
        "dialogs.viewpoint": WRITE,
        "dialogs.answer": WRITE,
    },
    "redaktör": {
        **dict.fromkeys((*TEXTS, *SITE), WRITE),
        **dict.fromkeys(PLAN, READ),
        "actionplan.activity": ("view", "change"),
        **dict.fromkeys(LEDGERS, READ),
    },
    "rådsledamot": {**dict.fromkeys((*TEXTS, *PLAN, *LEDGERS), READ)},
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
            if (permission := known.get((*model.split(":")[0].split("."), action)))
        )
