"""Who acts and as what, in one question."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_keep_in_network")]

    operations = [policies.functions(__file__)]
