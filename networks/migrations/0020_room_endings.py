"""Rooms end, on a date everybody in them sees."""

from django.db import migrations, models

from portal.tenancy import policies

FATES = [("delete", "Delete it on the day"), ("archive", "Make a package for the archive first")]


class Migration(migrations.Migration):
    dependencies = [("networks", "0019_live")]

    operations = [
        migrations.AddField("room", "talk_fate", models.CharField(blank=True, choices=FATES, max_length=20)),
        migrations.AddField("room", "files_fate", models.CharField(blank=True, choices=FATES, max_length=20)),
        policies.functions(__file__),
    ]
