"""A page is found by its address in one look, however many there are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0006_readings")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX knowledge_page_address ON wagtailcore_page (url_path)",
            "DROP INDEX knowledge_page_address",
        )
    ]
