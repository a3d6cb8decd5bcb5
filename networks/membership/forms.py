"""One submission each: parsed and checked, never saved."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.directory.choices import Preset, Sector
from networks.directory.models import Municipality
from networks.directory.queries.naming import Found, find_municipalities
from networks.membership.choices import EndReason
from networks.membership.models import Membership
from networks.membership.queries import STATES
from portal.access.roles import Role
from portal.accounts.fields import Line
from portal.ui.widgets import offer

OF_ONESELF = (EndReason.LEFT, EndReason.MOVED)
OF_ANOTHER = (EndReason.MOVED, EndReason.LEFT, EndReason.REMOVED)


class FoundForm(forms.Form):
    name = Line(label=_("What is the network called?"), max_length=120)
    preset = forms.ChoiceField(label=_("Which area does the network cover?"), choices=Preset, widget=forms.RadioSelect)
    municipalities = forms.CharField(
        label=_("Which municipalities?"),
        max_length=4000,
        help_text=_("Names or numbers, with a comma between. A county, or a whole police district, can be named too."),
        widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"}),
    )
    organisation = Line(label=_("Where do you work?"), max_length=120)
    sector = forms.ChoiceField(label=_("What kind of organisation is that?"), choices=Sector)
    function = Line(label=_("What is your function there?"), max_length=120)

    def clean_municipalities(self) -> list[Municipality]:
        found = find_municipalities(self.cleaned_data["municipalities"])
        if sentences := list(complaints(found)):
            raise ValidationError(sentences)
        self.check_number(len(found.municipalities))
        return found.municipalities

    def check_number(self, number: int) -> None:
        preset = self.cleaned_data.get("preset")
        if preset == Preset.ONE_MUNICIPALITY and number != 1:
            raise ValidationError(gettext("Name one municipality, or choose «Several municipalities together» above."))
        if preset == Preset.INTER_MUNICIPAL and number < 2:
            raise ValidationError(gettext("Name at least two municipalities, or choose «One municipality» above."))


def complaints(found: Found) -> Iterable[str]:
    """One sentence for each name that did not lead to one municipality."""
    for name, same in found.ambiguous:
        choices = gettext(" or ").join(f"{place.number} ({place.county.name})" for place in same)
        yield gettext("More than one municipality is called %(name)s. Write the number instead: %(choices)s.") % {
            "name": name,
            "choices": choices,
        }
    for name, near in found.unknown:
        sentence = gettext("There is no municipality called %(name)s.") % {"name": name}
        yield f"{sentence} {gettext('Did you mean %(near)s?') % {'near': near}}" if near else sentence


class MembersFilter(forms.Form):
    """The address of a filtered list; unknown values are passed over."""

    navn = forms.CharField(label=_("Name"), max_length=120, required=False)
    virksomhet = forms.ChoiceField(label=_("Organisation"), required=False)
    rolle = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    tilstand = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, parties: list[tuple[int, str]], ended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(key, label) for key, label in STATES.items() if ended or key != "ended"]
        offer(self, "virksomhet", [("", _("All")), *parties])
        offer(self, "tilstand", states)

    @property
    def asked(self) -> dict[str, str]:
        """The answers the query of members understands."""
        self.full_clean()
        names = {"name": "navn", "organisation": "virksomhet", "role": "rolle", "state": "tilstand"}
        return {name: self.cleaned_data[field] for name, field in names.items() if self.cleaned_data.get(field)}


class ConfirmForm(forms.Form):
    """Several people confirmed at once: only such as may be."""

    def __init__(self, *args: Any, people: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = {"required": _("Choose at least one person first.")}
        self.fields["member"] = forms.ModelMultipleChoiceField(people, error_messages=nobody)

    @property
    def complaint(self) -> str:
        return " ".join(str(error) for error in self.errors["member"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("New role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", [(role.value, role.label) for role in Role if role in set(roles)])


class EndForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why does it end?"))

    def __init__(self, *args: Any, oneself: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = OF_ONESELF if oneself else OF_ANOTHER
        choices = [(reason.value, reason.label) for reason in reasons]
        offer(self, "reason", [("", _("Choose")), *choices])


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic when run
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user.name}, {obj.organisation.name}"


class HandoverForm(forms.Form):
    note = forms.CharField(
        label=_("What must she or he know?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is agreed, what is under way, whom to call. Name nobody the network works to help."),
    )

    def __init__(self, *args: Any, people: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        successor = MemberField(people, label=_("Who takes over?"))
        successor.choices = [("", _("Choose a person")), *((m.pk, successor.label_from_instance(m)) for m in people)]
        self.fields["successor"] = successor
        self.order_fields(["successor", "note"])
