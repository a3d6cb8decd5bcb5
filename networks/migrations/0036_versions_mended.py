"""Who decides on news has written, two forms of one text are not adopted at once, and a discarded name is free again."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0035_runs_mended")]

    operations = [policies.functions(__file__)]
