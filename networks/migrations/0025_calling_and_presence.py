"""Roles are called with «@», a network may choose to show who has a room open, and what is new is counted by network.

A room somebody writes in at night no longer keeps the others from their end.
"""

from django.db import migrations, models

from portal.access.rows import lay_roles
from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0024_reports")]

    operations = [
        migrations.AddField("network", "shows_presence", models.BooleanField(default=False, db_default=False)),
        lay_roles(),
        policies.functions(__file__),
    ]
