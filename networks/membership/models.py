"""Who belongs, since when, until when, and on whose word.

Membership and Handover decide access. The application only reads them; they are written by the database's own
functions, which check the grantor (0002_membership_functions.sql).
"""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network, Organisation
from networks.membership.choices import EndReason, MembershipState
from portal.access.roles import Role
from portal.accounts.models import User
from portal.tenancy.clock import Today

GRACE = timedelta(days=30)  # how long an unconfirmed membership still opens the door
SOON = timedelta(days=30)  # how long before its date a membership is marked
DUE = models.Q(confirm_by__lte=Today() + SOON)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.exclude(state=MembershipState.ENDED)

    def live(self) -> "MembershipQuerySet":
        """Those that open the door today."""
        running = models.Q(ends_on=None) | models.Q(ends_on__gte=Today())
        return self.filter(running, state=MembershipState.ACTIVE, starts_on__lte=Today())

    def due(self) -> "MembershipQuerySet":
        return self.current().filter(DUE)

    def with_due(self) -> "MembershipQuerySet":
        """Adds `is_due`: whether somebody must confirm the membership soon."""
        return self.annotate(is_due=DUE & ~models.Q(state=MembershipState.ENDED))

    def with_people(self) -> "MembershipQuerySet":
        return self.select_related("user", "organisation").order_by("user__sort_key", "pk")


class Membership(models.Model):
    """A person, in a function, for an organisation, in a network, for a time."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    function = models.CharField(_("function"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    state = models.CharField(max_length=20, choices=MembershipState, default=MembershipState.ACTIVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    confirm_by = models.DateField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "user"),
                condition=~models.Q(state=MembershipState.ENDED),
                name="membership_one_at_a_time",
            ),
            models.UniqueConstraint(fields=("network", "id"), name="membership_of_network"),
            models.CheckConstraint(
                condition=models.Q(state=MembershipState.ENDED, ended_at__isnull=False)
                | (~models.Q(state=MembershipState.ENDED) & models.Q(ended_at__isnull=True)),
                name="membership_ended_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(end_reason__in=["", *EndReason.values]), name="membership_reason_is_from_the_list"
            ),
        )
        indexes = (models.Index(fields=("user", "state"), name="membership_of_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.network_id}"

    @property
    def is_active(self) -> bool:
        return self.state == MembershipState.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.state == MembershipState.PAUSED

    @property
    def is_ended(self) -> bool:
        return self.state == MembershipState.ENDED

    @property
    def lapses_on(self) -> date:
        """The night a membership that nobody confirms is paused."""
        return self.confirm_by + GRACE + timedelta(days=1)


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> "HandoverQuerySet":
        return self.filter(accepted_at=None, withdrawn_at=None)


class Handover(models.Model):
    """The coordinator's task passes on when the successor accepts, never before."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="handovers")
    from_membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    to_membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(max_length=4000, blank=True)
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network",),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="handover_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"handover in {self.network_id}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None
