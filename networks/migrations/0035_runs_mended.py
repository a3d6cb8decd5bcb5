"""Runs end with their topic, stand in one room and are not a newcomer's; and no number of use names a network."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0034_nynorsk")]

    operations = [policies.functions(__file__)]
