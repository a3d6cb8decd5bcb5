"""Who is named is told, unless she has muted the topic."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.tenancy import policies

OWN = "user_id = (SELECT sec.uid()) AND room_id IN (SELECT mine FROM sec.my_rooms() AS mine)"


def of(model):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [("networks", "0020_room_endings"), ("portal", "0007_notices")]

    operations = [
        migrations.CreateModel(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", of("networks.network")),
                ("room", of("networks.room")),
                ("topic", of("networks.topic")),
                ("user", of(settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("network", "user", "topic"), name="mute_one_each")],
            },
        ),
        policies.functions(__file__),
        policies.protect("networks_mute", only=OWN),
        policies.same_network("networks_mute", "room_id", "networks_room"),
        policies.same_network("networks_mute", "topic_id", "networks_topic"),
    ]
