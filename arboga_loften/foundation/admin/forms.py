"""The form that every page of the admin is built on: what can be chosen, what is wrong where, and who was first."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from arboga_loften.foundation import conflicts, two_people
from arboga_loften.foundation.publishing import NEVER_PUBLIC, Publication


class OurForm(forms.ModelForm):
    """A form that offers only what can be chosen, and says what is wrong where it is wrong."""

    # The constraint's name → the field that its message belongs to.
    error_fields = {}
    # What somebody else saved while this form was being filled in.
    conflict = None
    # Who fills it in, where nobody publishes their own words (two_people.py); a part of a page has nobody.
    person = None
    # The relations by which texts hang on the row.
    text_parts = ()
    # Whether what was written waits for somebody else to publish it (proposing.py).
    waits = False
    # What an empty page is filled with instead of what is saved: an earlier version, or a proposal.
    filled_with = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.filled_with and not self.is_bound:
            self.initial |= {name: value for name, value in self.filled_with.items() if name in self.fields}
        if "publication" in self.fields:
            closed = NEVER_PUBLIC if self.instance.first_published_on else [Publication.UNPUBLISHED]
            self.fields["publication"].choices = [c for c in Publication.choices if c[0] not in closed]

    def clean(self):
        cleaned = super().clean()
        # A part of a page is saved with the page's own row, which is the one that is asked.
        self.conflict = None if self.prefix else conflicts.conflict(self.instance, self.data)
        if self.conflict:
            raise ValidationError(_("Någon annan sparade medan du skrev. Inget av det du skrev är borta."))
        if self.person and two_people.is_on():
            self._leave_to_another(cleaned)
        return cleaned

    def _leave_to_another(self, cleaned):
        """Nobody publishes their own words: what is public already waits, and the rest is refused with the way on."""
        before = self.instance.publication
        after = cleaned.get("publication", before)
        if after != Publication.PUBLISHED:
            return
        if before == Publication.PUBLISHED:
            self.waits = self.has_new_words
        elif self.has_new_words:
            self.add_error("publication", two_people.way_on(self.instance))
        else:
            try:
                two_people.require_another(self.instance, self.person, self.text_parts)
            except ValidationError as refused:
                self.add_error(None, refused)

    @property
    def text_formsets(self):
        """The forms of the texts that hang on the row, where they came in with it (admin/proposals.py)."""
        return getattr(self.instance, "text_formsets", ())

    @property
    def has_new_words(self):
        return bool(set(self.changed_data) - two_people.PUBLISHING) or any(
            formset.has_changed() for formset in self.text_formsets
        )

    def _update_errors(self, errors):
        """Move each broken rule from the top of the page to the field that it is about; one without a field stays there."""
        if hasattr(errors, "error_dict"):
            strangers = [name for name in errors.error_dict if name not in self.fields]
            homeless = [error for name in strangers for error in errors.error_dict.pop(name)]
            for error in homeless:
                place = self._fields_of_messages().get(str(error.message))
                place = place if place in self.fields else NON_FIELD_ERRORS
                errors.error_dict.setdefault(place, []).append(error)
        super()._update_errors(errors)

    def _fields_of_messages(self):
        rules = [rule for _model, rules in self.instance.get_constraints() for rule in rules]
        return {str(rule.get_violation_error_message()): self.error_fields.get(rule.name) for rule in rules}
