"""The notice of a newer version at the source is read for everybody when the version is taken in."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0037_ticks_told")]

    operations = [policies.functions(__file__)]
