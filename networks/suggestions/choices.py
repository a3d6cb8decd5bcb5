"""How much a network suggests at a time, and what is told where it cannot."""

from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain

MOST_OPEN = 10  # suggestions of one network that wait for an answer

explain(
    {
        "too_many_suggestions": _(
            "Ten suggestions from your network wait for an answer. Take one back, or wait for an answer."
        ),
        "already_suggested": _("Your network has suggested new words for this step already. Take that back first."),
        "already_backed": _("Your network stands behind this suggestion already."),
        "nothing_to_suggest_to": _("Only a routine in force that comes from the library can be suggested from."),
    }
)
