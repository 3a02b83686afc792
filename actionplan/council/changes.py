"""What changed from one meeting to the next, told from what the council knew then and what is known now. Pure data."""


def between(before, now, ledger) -> list[dict]:
    """What changed between two states of the same plan, by activity in the plan's order.

    `before` and `now` are lists of activities as `packet` tells them. `ledger` is what was changed in the open since
    (`changed.Changed`): it alone knows why a deadline or a target was moved.
    """
    known = {each["id"]: each for each in before}
    moved = {}
    for change in ledger:
        moved.setdefault(change.activity.pk, []).append(change)
    found = []
    for each in now:
        old = known.pop(each["id"], None)
        if old is None:
            found.append(_news(each, "new"))
            continue
        found += _said(old, each)
        found += _judged(old, each)
        found += [_in_the_open(each, change) for change in reversed(moved.get(each["id"], []))]
        if old["outcome"] != each["outcome"]:
            found.append(_news(each, "outcome", old["outcome"], each["outcome"]))
    found += [_news(each, "gone") for each in known.values()]
    return found


def _said(old, new):
    """Each party that says something else than it did."""
    before = {party["slug"]: party for party in old["parties"]}
    for party in new["parties"]:
        was = before.get(party["slug"])
        if was is None or was["status"] == party["status"]:
            continue
        yield _news(
            new,
            "status",
            was["status_label"],
            party["status_label"],
            party=party["name"],
            code_before=was["status"],
            code_after=party["status"],
            reason=party["note"],
        )


def _judged(old, new):
    """What it counts as, and the flags that have come and gone."""
    if old["stage"] != new["stage"]:
        yield _news(
            new,
            "stage",
            old["stage_label"],
            new["stage_label"],
            code_before=old["stage"],
            code_after=new["stage"],
        )
    before, after = _warnings(old), _warnings(new)
    for code in after:
        if code not in before:
            yield _news(new, "flag", after=after[code], code_after=code)
    for code in before:
        if code not in after:
            yield _news(new, "flag_gone", before=before[code], code_before=code)


def _warnings(told):
    return {flag["code"]: flag["label"] for flag in told["flags"] if flag["code"] != "on_track"}


def _in_the_open(told, change):
    """A deadline, a target or words that were changed, with the reason. `kind`: "moved", "target" or "goal"."""
    return _news(told, change.kind, change.before, change.after, reason=change.reason, on=change.on.isoformat())


def _news(told, kind, before="", after="", *, party="", reason="", on=None, code_before=None, code_after=None):
    return {
        "kind": kind,
        "activity": told["id"],
        "label": told["label"],
        "title": told["title"],
        "url": told["url"],
        "before": str(before),
        "after": str(after),
        "party": party,
        "reason": reason,
        "on": on,
        "code_before": code_before,
        "code_after": code_after,
    }
