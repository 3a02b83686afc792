"""People and organisations in the admin. Which role may do what stands in portal/roles.py, not here."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from arboga_loften.accounts import gate, invitations, mail, second_step, sessions
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.foundation.admin import OurAdmin

# The roles' permissions are kept by the code, so a group that somebody changed here would change back. What allauth
# keeps of a log-in is its owner's; others may take it away whole, on the person's own page.
for kept_away in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession):
    if admin.site.is_registered(kept_away):
        admin.site.unregister(kept_away)


@admin.register(Organisation)
class OrganisationAdmin(OurAdmin):
    list_display = ["name", "short_name", "kind", "order"]
    list_filter = ["kind"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        (_("Organisationen"), {"fields": ["name", "short_name", "kind", "url"]}),
        (
            _("Ordning och adress"),
            {"fields": ["order", "slug"], "description": _("Lägst ordning visas först. Kommunen är 1 och polisen 2.")},
        ),
    ]


class NewUserForm(forms.ModelForm):
    """Somebody new. The password only that person chooses, with the link of the invitation."""

    invite = forms.BooleanField(
        label=_("bjud in med ett mejl nu"),
        required=False,
        initial=True,
        help_text=_("Personen får en länk, väljer ett lösenord och är inne."),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "function", "organisation", "is_staff", "groups"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_staff"].initial = True

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("invite") and not cleaned.get("email"):
            self.add_error("email", say("En inbjudan behöver en adress. Fyll i den, eller bjud in senare."))
        return cleaned

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class OurUserAdmin(OurAdmin, UserAdmin):
    """A person's log-in: the role is a group, and the organisation decides whom they report for.

    Nobody changes their own role, and what only a superuser has only a superuser gives or touches.
    """

    form = UserChangeForm
    add_form = NewUserForm
    add_form_template = None
    change_form_template = "admin/user_form.html"
    list_display = ["username", "function", "organisation", "roles", "two_steps", "is_active", "last_login"]
    list_filter = ["groups", "organisation", "is_active"]
    list_select_related = ["organisation"]
    search_fields = ["username", "first_name", "last_name", "function"]
    readonly_fields = ["is_demo", "two_steps", "last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (_("Inloggning"), {"fields": ["username", "two_steps"]}),
        (
            _("Person"),
            {
                "fields": ["first_name", "last_name", "email", "function", "organisation"],
                "description": _("På webbplatsen syns bara funktion och organisation, aldrig namnet."),
            },
        ),
        (
            _("Behörighet"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "groups", "is_demo"],
                "description": _(
                    "Ge personen en roll. ”Personalstatus” behövs för att komma in här. Ingen ändrar sin egen behörighet."
                ),
            },
        ),
        (_("Påminnelser"), {"fields": ["reminders", "deputy", "chief"]}),
        (_("Datum"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email", "function", "organisation"]}),
        (_("Behörighet"), {"fields": ["is_staff", "groups"]}),
        (_("Inbjudan"), {"fields": ["invite"]}),
    ]

    def get_queryset(self, request):
        return gate.with_second_step(super().get_queryset(request).prefetch_related("groups__permissions"))

    @admin.display(description=_("roll"))
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all()) or "–"

    @admin.display(description=_("två steg"))
    def two_steps(self, user):
        """On, off, or asked for by the role and not there yet."""
        if getattr(user, "second_step", False):
            return say("På")
        return say("Behövs, men är inte påslaget") if _must(user) else say("Av")

    # --- Who may do what ---
    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (request.user.is_superuser or not _is_superuser(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (
            obj is None or (obj != request.user and (request.user.is_superuser or not obj.is_superuser))
        )

    def get_readonly_fields(self, request, obj=None):
        fields = list(super().get_readonly_fields(request, obj))
        if not request.user.is_superuser:
            fields.append("is_superuser")
        if obj == request.user:
            fields += ["is_active", "is_staff", "is_superuser", "groups"]
        return list(dict.fromkeys(fields))

    def user_change_password(self, request, id, form_url=""):
        """Others' passwords are chosen by themselves. A superuser can set one where no mail comes through."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    # --- What a change brings with it ---
    def save_model(self, request, obj, form, change):
        form.had_to = change and gate.must_use_two_steps(User.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        user = form.instance
        super().save_related(request, form, formsets, change)
        now = User.objects.get(pk=user.pk)
        if change and (not now.is_active or (not form.had_to and gate.must_use_two_steps(now))):
            sessions.end_all(user)
        if change and "email" in form.changed_data and form.initial.get("email"):
            mail.tell(user, say("E-postadressen till din inloggning är ändrad."), to=form.initial["email"])
        if not change and form.cleaned_data.get("invite"):
            invitations.invite(user, by=request.user)
            messages.success(request, say("En inbjudan är skickad till %(email)s.") % {"email": user.email})

    # --- Deeds ---
    def get_urls(self):
        return [
            path("<int:pk>/bjud-in/", self.admin_site.admin_view(self.invite_view), name="accounts_user_invite"),
            path("<int:pk>/nollstall/", self.admin_site.admin_view(self.reset_view), name="accounts_user_reset"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may = change and obj and self.has_change_permission(request, obj)
        context["may_invite"] = bool(may and not invitations.refusal_of(obj))
        context["may_reset"] = bool(may and obj != request.user and obj.second_step)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def invite_view(self, request, pk):
        """Asks first, since the link of an earlier invitation dies."""
        return self._deed(
            request,
            pk,
            title=say("Bjud in"),
            explanation=say(
                "Personen får ett mejl med en länk och väljer själv ett lösenord. En äldre länk slutar gälla."
            ),
            button=say("Skicka inbjudan"),
            refusal_of=invitations.refusal_of,
            deed=lambda user: invitations.invite(user, by=request.user),
            done=say("Inbjudan är skickad."),
        )

    def reset_view(self, request, pk):
        """For whoever has lost the phone and the codes."""
        return self._deed(
            request,
            pk,
            title=say("Nollställ det andra steget"),
            explanation=say(
                "Ring upp personen först, på ett nummer som du vet är rätt. Appen, nycklarna och reservkoderna tas bort, "
                "personen loggas ut överallt och får ett mejl om det."
            ),
            button=say("Nollställ"),
            refusal_of=lambda user: say("Ditt eget nollställer någon annan.") if user == request.user else "",
            deed=lambda user: second_step.reset(user, by=request.user),
            done=say("Det andra steget är borttaget. Personen lägger till ett nytt vid nästa inloggning."),
        )

    def _deed(self, request, pk, *, title, explanation, button, refusal_of, deed, done):
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        page = reverse("admin:accounts_user_change", args=[user.pk])
        refused = refusal_of(user)
        if request.method == "POST" and not refused:
            try:
                deed(user)
            except ValidationError as error:  # somebody else was here in between
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, done)
            return redirect(page)
        words = {"title": title, "person": user, "page": page, "refused": refused}
        words |= {"explanation": explanation, "button": button, "opts": self.opts}
        return TemplateResponse(
            request, "admin/user_deed.html", {**self.admin_site.each_context(request), **words, "subtitle": None}
        )


def _is_superuser(user):
    return user is not None and user.is_superuser


def _must(user):
    """As gate.must_use_two_steps, from the roles that a list has fetched already."""
    theirs = {permission.codename for group in user.groups.all() for permission in group.permissions.all()}
    return user.is_superuser or "must_use_two_steps" in theirs
