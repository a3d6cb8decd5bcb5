"""Those who write a routine are told when an article it points to has changed. Nothing is kept but the notice."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0030_readiness")]

    operations = [policies.functions(__file__)]
