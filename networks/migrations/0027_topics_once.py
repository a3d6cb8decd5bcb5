"""Of two who start the same topic with the same key, the second finds it."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0026_routines")]

    operations = [policies.functions(__file__)]
