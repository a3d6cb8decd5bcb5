"""Letters that outlived the right to send them, and smaller ways round a rule."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0014_no_way_round")]

    operations = [policies.functions(__file__)]
