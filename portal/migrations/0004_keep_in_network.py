from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_audit_chain")]

    operations = [policies.functions(__file__)]
