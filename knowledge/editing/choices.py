"""What to tell whoever meets a rule of the editors' work."""

from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain

explain(
    {
        "reading_over": _(
            "This link has been used, its fourteen days are over, or it has been closed. Ask the one who sent it for a new one."
        ),
        "reader_has_account": _("Whoever has an account here reads in the tool. Ask somebody without one."),
        "reading_claimed": _("Somebody else has taken this reading. Look at the list for one that is free."),
    }
)
