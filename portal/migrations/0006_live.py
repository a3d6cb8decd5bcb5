"""The live process learns who is at a socket, and when somebody's access may have ended."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_session_proved")]

    operations = [policies.functions(__file__)]
