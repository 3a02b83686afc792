"""A ledger as part of a page in the admin: rows that stand are shown, new ones are added, nothing is changed."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.checks import BaseModelAdminChecks
from django.forms import BaseModelFormSet, modelformset_factory

from arboga_loften.foundation import clock
from arboga_loften.foundation.admin.base import PlainFields
from arboga_loften.foundation.admin.forms import OurForm


class LedgerFormSet(BaseModelFormSet):
    """Forms for new rows only. Those that stand are never in it, so that nothing can be changed by mistake or malice."""

    user = None

    def __init__(self, *args, instance=None, queryset=None, save_as_new=False, **kwargs):
        self.instance = instance
        super().__init__(*args, queryset=self.model._base_manager.none(), **kwargs)

    @classmethod
    def get_default_prefix(cls):
        return f"{cls.model._meta.model_name}s"

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.belong_to(self.instance, self.user)
        return form

    @property
    def empty_form(self):
        form = super().empty_form
        form.belong_to(self.instance, self.user)
        return form


class LedgerForm(OurForm):
    """A new row, which knows what it belongs to before it is checked."""

    def belong_to(self, owner, user):
        """Set the row's owner. Each ledger answers it."""
        raise NotImplementedError


class LedgerChecks(BaseModelAdminChecks):
    """Without the demand for a foreign key to the page's own row: a follow-up hangs on a commitment."""

    def check(self, inline_obj, **kwargs):
        return super().check(inline_obj)


class LedgerInline(PlainFields, admin.StackedInline):
    """Part of a page: the rows so far, newest first (`rows`), and a form for a new one."""

    template = "admin/ledger_inline.html"
    checks_class = LedgerChecks
    can_delete = False
    extra = 1
    comes_first = True
    invitation = ""
    explanation = ""
    # Where the day alone would make a row that nobody meant, it is left for the person to fill in.
    today_at_first = True

    def rows(self, owner):
        """What the page shows of each row: dicts as `admin/cells/ledger_row.html` takes them. Each ledger answers it."""
        raise NotImplementedError

    def get_formset(self, request, obj=None, **kwargs):
        """For those who only read, without any form: one that somebody forges and sends all the same is refused."""
        may_add = self.has_add_permission(request, obj)
        made = modelformset_factory(
            self.model,
            form=self.form,
            formset=LedgerFormSet,
            formfield_callback=partial(self._field, request=request),
            extra=self.get_extra(request, obj) if may_add else 0,
            max_num=self.get_max_num(request, obj) if may_add else 0,
            absolute_max=None if may_add else 0,
            can_delete=False,
            fields=self.form._meta.fields,
            labels=self.form._meta.labels,
            help_texts=self.form._meta.help_texts,
        )
        made.user = request.user
        return made

    def _field(self, db_field, request, **kwargs):
        field = self.formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "on":
            field.widget.attrs["max"] = clock.today().isoformat()
            field.initial = clock.today if self.today_at_first else None
        return field

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": self.form._meta.fields})]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
