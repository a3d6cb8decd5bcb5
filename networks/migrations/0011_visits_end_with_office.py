"""A visit lives no longer than the office it was given for."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0009_visits_seen_by_members"), ("portal", "0004_keep_in_network")]

    operations = [policies.functions(__file__)]
