"""What is said. A text that is hidden, locked or replaced is no longer in the message: it lies apart, and ends with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from networks.directory.models import Network, Organisation
from networks.discussion.choices import LONGEST, MessageState
from networks.discussion.choices import Reaction as Sign
from networks.discussion.models.rooms import Room, Topic
from portal.accounts.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    def with_all(self) -> "MessageQuerySet":
        """All that the page of a topic shows of a message."""
        shown = self.select_related("author", "organisation", "quotes__author")
        file = JSONObject(id="pk", name="name", size="size", width="width", height="height")
        files = ArraySubquery(
            apps.get_model("networks", "Attachment").objects.filter(message=OuterRef("pk")).values(told=file)
        )
        sign = JSONObject(sign="sign", user="user", name="user__name")
        given = ArraySubquery(Reaction.objects.filter(message=OuterRef("pk")).order_by("pk").values(told=sign))
        return shown.annotate(attached=files, signs_given=given)


@dataclass(frozen=True)
class Given:
    """One sign under a message: who gave it, and whether it is one's own."""

    sign: str
    label: str | Promise
    people: list[str]
    own: bool


class Message(models.Model):
    """`number` is its place in the topic; `event` the latest thing that happened to it, in the same count."""

    given: Sequence[Given] = ()  # filled for the page of a topic, by its signs

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="messages")
    number = models.BigIntegerField()
    event = models.BigIntegerField()
    client_id = models.UUIDField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.TextField(max_length=LONGEST, blank=True)
    html = models.TextField(max_length=8 * LONGEST, blank=True)
    state = models.CharField(max_length=20, choices=MessageState, default=MessageState.SHOWN)
    card = models.JSONField(null=True, blank=True)  # an article of the knowledge base: key, title, kind
    quotes = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    flagged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_reported = models.BooleanField(
        default=False, db_default=False
    )  # somebody outside the room may read it now (networks.reports)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("network", "id"), name="message_of_network"),
            models.UniqueConstraint(fields=("network", "topic", "number"), name="message_number_once_in_a_topic"),
            models.UniqueConstraint(fields=("network", "topic", "author", "client_id"), name="message_sent_once"),
        )
        indexes = (
            models.Index(fields=("topic", "event"), name="message_by_event"),
            models.Index(fields=("author", "-sent_at"), name="message_by_author"),
        )

    def __str__(self) -> str:
        return f"message {self.number} of topic {self.topic_id}"

    def get_absolute_url(self) -> str:
        """Needs the topic, its room and its network."""
        return f"{self.topic.get_absolute_url()}#m{self.number}"

    @property
    def shown(self) -> SafeString:
        """Written by portal.ui.markup, which lets nothing through that could do harm."""
        return SafeString(self.html)

    @property
    def gone(self) -> str:
        """What stands in its place where somebody answered it."""
        return _("deleted") if self.state == MessageState.DELETED else _("hidden")

    @property
    def is_shown(self) -> bool:
        return self.state == MessageState.SHOWN


class Withheld(models.Model):
    """The text of a hidden message, for its author alone; of a locked one, for nobody."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="withheld")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(max_length=LONGEST)
    html = models.TextField(max_length=8 * LONGEST, blank=True)  # as it was shown, should it be shown again
    was_hidden = models.BooleanField(default=False, db_default=False)  # before it was locked

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "message"), name="withheld_once"),)

    def __str__(self) -> str:
        return f"withheld {self.message_id}"


class Revision(models.Model):
    """How a message read before its author changed it: for her alone, and gone with the message."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(max_length=LONGEST)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return f"revision of {self.message_id}"


class Reaction(models.Model):
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=20, choices=Sign)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "message", "user", "sign"), name="reaction_once_of_a_kind"),
        )

    def __str__(self) -> str:
        return self.sign


class Mention(models.Model):
    """Somebody is named in a message: it counts as unread for her until she has read so far."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "message", "user"), name="mention_once_in_a_message"),
        )
        indexes = (models.Index(fields=("user", "topic", "number"), name="mention_of_user"),)

    def __str__(self) -> str:
        return f"mention of {self.user_id}"
