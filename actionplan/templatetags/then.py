"""The way from one page of a past day to the next."""

from django import template

register = template.Library()


@register.filter
def address(activity):
    """The address of an activity: where it is read as of a past day (`actionplan.then`), of that day."""
    day = getattr(activity, "read_on", None)
    return f"{activity.get_absolute_url()}?datum={day.isoformat()}" if day else activity.get_absolute_url()
