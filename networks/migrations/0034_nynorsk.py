"""The library has two written forms that know each other, and a network's routine says in which it is written."""

import django.db.models.deletion
from django.db import migrations, models

LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
AS_ITS_SOURCE = """
SET LOCAL ROLE portal_definer;
UPDATE networks_routine r SET language = l.language FROM networks_libraryroutine l
WHERE l.id = r.source_id AND l.language <> r.language;
RESET ROLE
"""


class Migration(migrations.Migration):
    dependencies = [("networks", "0033_lineage")]

    operations = [
        migrations.AddField(
            model_name="libraryroutine",
            name="variant_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="variants",
                to="networks.libraryroutine",
                verbose_name="translates",
            ),
        ),
        migrations.AddConstraint(
            model_name="libraryroutine",
            constraint=models.UniqueConstraint(
                condition=models.Q(("variant_of__isnull", False)),
                fields=("variant_of", "language"),
                name="library_variant_once_a_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="libraryroutine",
            constraint=models.CheckConstraint(
                condition=~models.Q(("variant_of", models.F("id"))), name="library_variant_of_another"
            ),
        ),
        migrations.AddField(
            model_name="routine",
            name="language",
            field=models.CharField(choices=LANGUAGES, default="nb", max_length=10, verbose_name="language"),
        ),
        migrations.RunSQL(AS_ITS_SOURCE, migrations.RunSQL.noop),
    ]
