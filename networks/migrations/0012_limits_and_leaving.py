"""Who is paused sees that she is, and may leave."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0011_visits_end_with_office")]

    operations = [policies.functions(__file__)]
