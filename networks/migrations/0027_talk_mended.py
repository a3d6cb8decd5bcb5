"""Locks in one order, rights looked at after the wait, and names that go with the words."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0026_routines")]

    operations = [policies.functions(__file__)]
