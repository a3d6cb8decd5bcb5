"""Files and articles in rooms: seen by those who see the message, and gone with it."""

import django.db.models.deletion
from django.db import migrations, models

from portal.tenancy import policies

ENDINGS = [(ending, ending) for ending in ("pdf", "png", "jpg", "webp", "docx", "xlsx", "odt", "txt")]
PLACED = "room_id IN (SELECT mine FROM sec.my_rooms() AS mine)"
SHOWN = "message_id IN (SELECT m.id FROM networks_message m WHERE m.state = 'shown')"


def key(to: str, name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to=to)


class Migration(migrations.Migration):
    dependencies = [("networks", "0022_case_documents")]

    operations = [
        migrations.AddField("message", "card", models.JSONField(null=True, blank=True)),
        migrations.CreateModel(
            "Attachment",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("ending", models.CharField(choices=ENDINGS, max_length=8)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored", models.CharField(max_length=100)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("network", key("networks.network")),
                ("room", key("networks.room")),
                ("message", key("networks.message", "attachments")),
            ],
            {
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("network", "stored"), name="attachment_stored_once")],
            },
        ),
        policies.protect("networks_attachment", only=f"{PLACED} AND {SHOWN}"),
        policies.same_network("networks_attachment", "room_id", "networks_room"),
        policies.same_network("networks_attachment", "message_id", "networks_message"),
        policies.functions(__file__),
    ]
