"""Who ticked a point of a step is told in the timeline of its run."""

from django.db import migrations, models

DEEDS = [
    ("started", "Started"),
    ("assigned", "Assigned"),
    ("signed", "Signed"),
    ("done", "Done"),
    ("skipped", "Skipped"),
    ("reopened", "Reopened"),
    ("moved", "Moved"),
    ("pulled", "Pulled"),
    ("ticked", "Ticked"),
    ("unticked", "Unticked"),
    ("finished", "Finished"),
    ("stopped", "Stopped"),
]


class Migration(migrations.Migration):
    dependencies = [("networks", "0036_versions_mended")]

    operations = [
        migrations.AlterField(model_name="runevent", name="deed", field=models.CharField(choices=DEEDS, max_length=20)),
    ]
