"""Nobody writes in the audit of a network she has had nothing to do with."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0012_limits_and_leaving")]

    operations = [policies.functions(__file__)]
