"""What one writes first with Channels, after its tutorial and Django's manual: the measure for what the hub is worth.

A process of its own with settings of its own: the layer in memory, one group, a row by the ORM for each message.
"""

import os
from typing import Any, ClassVar

import django
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.db import models

settings.configure(
    INSTALLED_APPS=["channels"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.environ["BENCH_HOST"],
            "NAME": os.environ["BENCH_NAME"],
            "USER": "portal_app",
        }
    },
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
    USE_TZ=True,
)
django.setup()


class Said(models.Model):
    body = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)
    objects: ClassVar[models.Manager["Said"]] = models.Manager()

    class Meta:
        app_label = "bench"
        db_table = "bench_said"
        managed = False

    def __str__(self) -> str:
        return self.body


class Talk(AsyncJsonWebsocketConsumer):
    async def connect(self) -> None:
        await self.channel_layer.group_add("talk", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard("talk", self.channel_name)

    async def receive_json(self, content: dict[str, Any], **_: Any) -> None:
        said = await Said.objects.acreate(body=content["body"])
        await self.channel_layer.group_send("talk", {"type": "talk.said", "id": said.pk, "body": said.body})

    async def talk_said(self, event: dict[str, Any]) -> None:
        await self.send_json({"id": event["id"], "body": event["body"]})


application = Talk.as_asgi()
