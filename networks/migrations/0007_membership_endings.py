"""Reminders that go out once, reasons from a closed list, and endings that leave nothing open."""

from django.db import migrations, models

from portal.tenancy import policies

REASONS = ["", "left", "moved", "removed", "handed_over", "lapsed"]


class Migration(migrations.Migration):
    dependencies = [("networks", "0006_directory")]

    operations = [
        migrations.AddField("membership", "reminded_on", models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=models.Q(("end_reason__in", REASONS)), name="membership_reason_is_from_the_list"
            ),
        ),
        policies.functions(__file__),
    ]
