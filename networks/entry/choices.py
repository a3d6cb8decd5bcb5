"""The columns of an invitation list, the words it may use for roles, and what can be wrong with a line."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.access.roles import Role
from portal.tenancy.refusals import explain
from portal.ui.tables import Column

COLUMNS = {
    "email": Column(
        _("E-mail"),
        frozenset({
            "e-post", "epost", "e-postadresse", "epostadresse", "e-mail", "email", "mail", "e-mail address",
            "email address",
        }),
    ),
    "organisation": Column(
        _("Organisation"), frozenset({"organisasjon", "virksomhet", "verksemd", "etat", "organisation", "organization"})
    ),
    "function": Column(_("Function"), frozenset({"funksjon", "stilling", "function", "position", "job title"})),
    "role": Column(_("Role"), frozenset({"rolle", "role"})),
}  # fmt: skip
BESIDES = {
    "koordinator": Role.COORDINATOR, "nestkoordinator": Role.DEPUTY, "stedfortreder": Role.DEPUTY,
    "kontakt": Role.CONTACT, "kontaktperson": Role.CONTACT, "contact": Role.CONTACT,
    "medlem": Role.MEMBER, "observatør": Role.OBSERVER,
}  # fmt: skip


def role_words() -> dict[str, Role]:
    """Every word a list may use for a role: its slug, its name in each language, and what people write besides."""
    words = BESIDES | {role.value: role for role in Role}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {str(role.label).casefold(): role for role in Role}
    return words


class Problem(TextChoices):
    """Why a line of an invitation list cannot be sent."""

    SURPLUS = "surplus", _("There are more cells than columns.")
    ADDRESS = "address", _("This is not an e-mail address.")
    TWICE = "twice", _("The address stands further up in the list.")
    MEMBER = "member", _("This person is already in the network.")
    INVITED = "invited", _("An invitation is already open for this address.")
    ORGANISATION = (
        "organisation",
        _("No organisation in the network has this name. Add it first, or mend the spelling."),
    )
    FUNCTION = "function", _("Write the function, in at most 120 characters.")
    ROLE = "role", _("This is not a role in the network.")
    NOT_YOURS = "not_yours", _("This role is not yours to give.")


def sample() -> str:
    """A list to fill in, in the words of the page it is fetched from."""
    people = (
        ("ola.nordmann@kommune.example", "Fjordby kommune", _("Adviser"), Role.MEMBER.label),
        ("kari.nordmann@politi.example", "Fjordby politistasjon", _("Unit leader"), Role.CONTACT.label),
    )
    lines = [[column.label for column in COLUMNS.values()], *people]
    return "".join(";".join(map(str, line)) + "\n" for line in lines)


explain(
    {
        "no_such_organisation": _("Choose one of the organisations in the network."),
        "too_many_invitations": _(
            "A network can send fifty invitations in a day. Nothing was sent now; send the rest tomorrow."
        ),
        "too_many_to_one": _(
            "This address has been sent five letters in the last 24 hours. Send the next one tomorrow."
        ),
        "invited_by_another": _(
            "The coordinator has already invited this address. Ask for that letter to be taken back first."
        ),
        "invitation_not_open": _("The invitation is no longer open. Ask the coordinator for a new one."),
        "has_account": _("This address has an account already. Sign in to accept."),
        "already_accepted": _("The invitation has already been accepted."),
        "already_asked": _("You have already asked. The coordinator has not answered yet."),
        "already_answered": _("The request has already been answered."),
        "at_most_ninety_days": _("Choose an end date within ninety days."),
        "not_a_supervisor": _(
            "We found no RVTS supervisor with this address. Ask the supervisor which address is used in Utveier. "
            "Invite the others as members."
        ),
    }
)
