from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0003_directory_facts"), ("portal", "0004_keep_in_network")]

    operations = [
        policies.stays("networks_network", column="id"),
        policies.stays("networks_territory"),
        policies.stays("networks_organisation"),
        policies.stays("networks_charter"),
    ]
