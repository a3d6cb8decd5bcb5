"""The ways in: by letter, by asking, and as a guest for a time.

All three decide access. The application only reads them; they are written by the database's own functions, which
check the grantor (0002_membership_functions.sql).
"""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network, Organisation
from portal.access.grants import ObjectGrant
from portal.access.roles import Role
from portal.accounts.models import User


class Invitation(models.Model):
    """Seven days, single use, kept as a hash."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "network",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
            ),
        )

    def __str__(self) -> str:
        return self.email


class JoinRequest(models.Model):
    """Somebody with an account and the network's join link asks to come in."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation_name = models.CharField(_("organisation"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    code = models.CharField(max_length=40, blank=True)  # of the link she asked by: a newer one is not hers to know
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    admitted = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "user"), condition=models.Q(answered_at=None), name="join_request_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} asks {self.network_id}"


class Grant(ObjectGrant):
    """A supervisor is let in to one network, for at most ninety days, until the coordinator says no."""

    content_object = models.ForeignKey(Network, on_delete=models.CASCADE, db_column="network_id", related_name="grants")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("content_object", "user"), condition=models.Q(ended_at=None), name="grant_one_at_a_time"
            ),
            models.UniqueConstraint(fields=("content_object", "id"), name="grant_of_network"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} visits {self.content_object_id}"
