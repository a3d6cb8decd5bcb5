"""Which functions a network fills in advance, and what stands in the way."""

from datetime import timedelta

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from networks.steps.choices import BY_ROLE, OF_A_RUN, Responsible
from portal.tenancy.refusals import explain

NAMED = tuple(function for function in Responsible if function not in (*BY_ROLE, *OF_A_RUN))
MOST_HOLDERS = 6  # of one function
YEAR = timedelta(days=365)  # how long a holding stands before it is confirmed anew
PHONE = 20  # characters
SHAPE = r"^\+?[0-9]([ ]?[0-9]){2,17}$"

is_phone = RegexValidator(SHAPE, _("Write a phone number: digits, with spaces between them and + before the country."))

explain(
    {
        "not_named": _(
            "This function is not filled in advance. It follows from a role, or from each run of a routine."
        ),
        "member_not_live": _("That person's membership is not open now. Choose somebody else, or open it again first."),
        "already_holds": _("That person holds this function already."),
        "too_many_holders": _("Six people hold this function. Take somebody off the list first."),
        "named_meanwhile": _("Somebody else was named at the same moment. Look at the list, and try again."),
    }
)
