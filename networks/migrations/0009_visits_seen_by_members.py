"""Who visits is told to whoever may read members: an observer learned it from the sentence of a refusal."""

from django.db import migrations

from portal.tenancy import policies

READING = "ALTER POLICY reading ON networks_grant USING ({readable}ended_at IS NULL AND ends_at > (SELECT sec.now()))"
MEMBERS = f"network_id IN ({policies.networks_where('members.read')}) AND "


class Migration(migrations.Migration):
    dependencies = [("networks", "0008_ways_in")]

    operations = [migrations.RunSQL(READING.format(readable=MEMBERS), READING.format(readable=""))]
