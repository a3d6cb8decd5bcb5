"""Files handed over with a message: they are seen where it is seen, and end with it."""

from django.db import models
from django.urls import reverse

from networks.directory.models import Network
from networks.discussion.models.messages import Message
from networks.discussion.models.rooms import Room
from portal.files.received import KINDS


class Attachment(models.Model):
    """`stored` is where its bytes lie, under a name that says nothing; `name` is what people call it."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    ending = models.CharField(max_length=8, choices=[(ending, ending) for ending in KINDS])
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=100)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("network", "stored"), name="attachment_stored_once"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Needs the message's topic, room and network."""
        topic = self.message.topic
        parts = (topic.room.network.slug, topic.room_id, topic.pk, self.message.number, self.pk)
        return reverse("networks:discussion:attachment", args=parts)

    @property
    def content_type(self) -> str:
        return KINDS[self.ending]

    @property
    def is_picture(self) -> bool:
        return self.width > 0
