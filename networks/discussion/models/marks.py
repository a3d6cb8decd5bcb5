"""What is one's own in a topic: how far one has read, what one has begun to write, and whether one is told of it."""

from django.db import models

from networks.directory.models import Network
from networks.discussion.choices import LONGEST
from networks.discussion.models.rooms import Room, Topic
from portal.accounts.models import User


class ReadMark(models.Model):
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "user", "topic"), name="read_mark_one_each"),)

    def __str__(self) -> str:
        return f"{self.user_id} has read {self.number} of {self.topic_id}"


class Draft(models.Model):
    """Kept here and not in the browser: a borrowed machine remembers nothing."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(max_length=LONGEST)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "user", "topic"), name="draft_one_each"),)

    def __str__(self) -> str:
        return f"draft of {self.user_id} in {self.topic_id}"


class Mute(models.Model):
    """She is not told when somebody names her in this topic. What is unread there is counted as ever."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "user", "topic"), name="mute_one_each"),)

    def __str__(self) -> str:
        return f"{self.user_id} has muted {self.topic_id}"
