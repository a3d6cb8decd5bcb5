"""Roles are called with «@», and a network may choose to show who has a room open."""

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
