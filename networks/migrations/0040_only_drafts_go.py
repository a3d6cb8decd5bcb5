"""What is with its second reader is not deleted under her, not even in the moment between looking and deleting."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0039_new_planned_once")]

    operations = [policies.functions(__file__)]
