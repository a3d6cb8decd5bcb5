"""Who asked to join sees for a while that the answer was no."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networks", "0015_letters_follow_rights")]

    operations = [
        migrations.AddField(
            "joinrequest", "code", models.CharField(blank=True, default="", max_length=40), preserve_default=False
        ),
    ]
