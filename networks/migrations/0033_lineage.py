"""A routine that was taken in from a file says from whose, and what that was built on."""

from django.db import migrations, models

MOST = 20  # as in a file (routine.schema.json)


class Migration(migrations.Migration):
    dependencies = [("networks", "0032_suggestions")]

    operations = [
        migrations.AddField(model_name="routineversion", name="lineage", field=models.JSONField(default=list)),
        migrations.RunSQL(
            "ALTER TABLE networks_routineversion ADD CONSTRAINT routine_version_lineage_is_short CHECK"
            f" (jsonb_typeof(lineage) = 'array' AND jsonb_array_length(lineage) <= {MOST})",
            "ALTER TABLE networks_routineversion DROP CONSTRAINT routine_version_lineage_is_short",
        ),
    ]
