"""The notice of what has been answered is read for everybody: news that are taken in, a draft that is sent again."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0037_ticks_told")]

    operations = [policies.functions(__file__)]
