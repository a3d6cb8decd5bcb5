"""Who hears what, told to the live process."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0018_room_functions"), ("portal", "0006_live")]

    operations = [policies.functions(__file__)]
