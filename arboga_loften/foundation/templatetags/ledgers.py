"""The rows of a ledger, for the page in the admin that it is part of."""

from django import template

register = template.Library()


@register.simple_tag
def ledger_rows(inline_admin_formset):
    """`{% ledger_rows inline_admin_formset as rows %}`: the rows so far, newest first."""
    return inline_admin_formset.opts.rows(inline_admin_formset.formset.instance)
