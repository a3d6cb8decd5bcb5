from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0004_stay_in_network")]

    operations = [policies.functions(__file__)]
