from django.db import migrations

from portal.access.rows import lay_roles
from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        policies.functions(__file__),
        lay_roles(),
        policies.protect("portal_entry", read="audit.read"),
    ]
