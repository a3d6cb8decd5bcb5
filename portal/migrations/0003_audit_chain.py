from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_tenancy")]

    operations = [policies.functions(__file__)]
