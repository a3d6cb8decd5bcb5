"""Rooms, who is placed in them, and their topics. Written by the database's own functions (0017_rooms.sql)."""

from datetime import date, timedelta

from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network
from networks.discussion.choices import Fate, Mode, Part, RoomState
from networks.entry.models import Grant
from networks.membership.models import Membership
from portal.accounts.models import User


class RoomQuerySet(models.QuerySet["Room"]):
    def kept(self) -> "RoomQuerySet":
        """Those that still hold something."""
        return self.exclude(state=RoomState.PURGED)

    def with_activity(self) -> "RoomQuerySet":
        """Adds `active_at`: when something was last said, or the room was opened."""
        said = models.Max("topics__said_at")
        return self.annotate(active_at=Coalesce(said, "opened_at"))


class Room(models.Model):
    """A place to talk. Only those placed in it see that it exists; it is deleted a while after the last message."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=80)
    mode = models.CharField(_("how one speaks here"), max_length=20, choices=Mode, default=Mode.ANONYMOUS)
    state = models.CharField(max_length=20, choices=RoomState, default=RoomState.OPEN)
    keep_days = models.PositiveIntegerField(default=90)
    consent_ends_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    purge_on = models.DateField(null=True, blank=True)
    talk_fate = models.CharField(max_length=20, choices=Fate, blank=True)
    files_fate = models.CharField(max_length=20, choices=Fate, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    hold_reason = models.CharField(max_length=300, blank=True)
    hold_ends_on = models.DateField(null=True, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.F("network"),
                Lower("name"),
                condition=~models.Q(state=RoomState.PURGED),
                name="room_name_once_in_a_network",
            ),
            models.UniqueConstraint(fields=("network", "id"), name="room_of_network"),
            models.CheckConstraint(
                condition=models.Q(mode=Mode.ANONYMOUS, consent_ends_on=None)
                | models.Q(mode=Mode.CONSENT, consent_ends_on__isnull=False),
                name="room_with_consent_has_its_end",
            ),
            models.CheckConstraint(
                condition=models.Q(hold_reason="", hold_ends_on=None)
                | (~models.Q(hold_reason="") & models.Q(hold_ends_on__isnull=False)),
                name="room_held_has_reason_and_end",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("networks:discussion:room", args=[self.network.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == RoomState.OPEN

    @property
    def is_anonymous(self) -> bool:
        return self.mode == Mode.ANONYMOUS

    @property
    def deleted_on(self) -> date:
        """The day it is deleted, if nothing more is said. Needs `with_activity()`. sec.deleted_on says the same."""
        active = timezone.localtime(self.active_at).date()  # type: ignore[attr-defined] # annotated
        day = self.purge_on or active + timedelta(days=self.keep_days)
        return max(day, self.hold_ends_on + timedelta(days=1)) if self.hold_ends_on else day


class PlacementQuerySet(models.QuerySet["Placement"]):
    def running(self) -> "PlacementQuerySet":
        return self.filter(ended_at=None)


class Placement(models.Model):
    """Somebody in a room, by virtue of one membership or one visit: when that ends, so does the placement.

    She sees what was said from `sees_from_at`; earlier talk is not hers (PR-16).
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="placements")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="placements")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="placements")
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, null=True, related_name="placements")
    part = models.CharField(max_length=20, choices=Part, default=Part.PARTICIPANT)
    sees_from_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "room", "user"), condition=models.Q(ended_at=None), name="placement_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(membership=None) ^ models.Q(grant=None), name="placement_by_membership_or_visit"
            ),
        )
        indexes = (models.Index(fields=("user",), condition=models.Q(ended_at=None), name="placement_of_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} in room {self.room_id}"

    @property
    def keeps(self) -> bool:
        return self.part == Part.KEEPER


class Topic(models.Model):
    """A thread. `last_event` counts what happens in it, without gaps: a message, a change, a deletion (ADR 0050)."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="topics")
    title = models.CharField(_("topic"), max_length=120)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    last_event = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "id"), name="topic_of_network"),)
        indexes = (models.Index(fields=("room", "-said_at"), name="topic_of_room"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("networks:discussion:topic", args=[self.room.network.slug, self.room_id, self.pk])
