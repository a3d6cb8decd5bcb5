"""What is new in somebody's rooms is planned once in a session, and not each time she opens a page."""

from django.db import migrations

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0038_news_read")]

    operations = [policies.functions(__file__)]
