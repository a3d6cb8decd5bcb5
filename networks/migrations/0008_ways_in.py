from django.db import migrations, models

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [("networks", "0007_membership_endings")]

    operations = [
        migrations.AlterField(
            model_name="network",
            name="join_code",
            field=models.CharField(blank=True, max_length=40, null=True, unique=True),
        ),
        policies.functions(__file__),
    ]
