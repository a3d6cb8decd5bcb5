"""States of what people hold in a network."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain


class MembershipState(TextChoices):
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class EndReason(TextChoices):
    LEFT = "left", _("Left")
    MOVED = "moved", _("Changed position or employer")
    REMOVED = "removed", _("Removed by the coordinator")
    HANDED_OVER = "handed_over", _("Handed over")
    LAPSED = "lapsed", _("Not confirmed in time")


explain(
    {
        "slug_taken": _("A network already has this address. Choose another name."),
        "too_many_networks": _("You have started three networks in the last 24 hours. Start the next one tomorrow."),
        "already_member": _("This person is already in the network."),
        "last_coordinator": _("A network needs a coordinator. Hand over to another first."),
        "already_ended": _("This membership has already ended."),
        "already_paused": _("This membership is already paused."),
        "not_paused": _("This membership is not paused."),
        "successor_not_active": _("Choose an active member other than yourself."),
        "handover_open": _("A handover is already waiting for an answer."),
        "handover_not_open": _("The handover is no longer open."),
    }
)
