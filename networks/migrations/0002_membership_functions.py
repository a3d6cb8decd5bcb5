from django.db import migrations

from portal.tenancy import policies

OWN = "user_id = (SELECT sec.uid())"


class Migration(migrations.Migration):
    dependencies = [("networks", "0001_initial"), ("portal", "0002_tenancy")]

    operations = [
        policies.protect("networks_network", column="id", update="network.manage"),
        policies.protect("networks_territory", write="network.manage"),
        policies.protect("networks_organisation", write="organisations.manage"),
        policies.protect("networks_membership", read="members.read", own=OWN),
        policies.protect("networks_invitation", read="members.invite"),
        policies.protect("networks_joinrequest", read="requests.answer"),
        policies.protect("networks_handover", read="members.read"),
        policies.protect("networks_charter", update="charter.edit"),
        policies.protect("networks_signature"),
        policies.protect("networks_grant", only="ended_at IS NULL AND ends_at > (SELECT sec.now())"),
        policies.same_network("networks_membership", "organisation_id", "networks_organisation"),
        policies.same_network("networks_invitation", "organisation_id", "networks_organisation"),
        policies.same_network("networks_signature", "organisation_id", "networks_organisation"),
        policies.same_network("networks_handover", "from_membership_id", "networks_membership"),
        policies.same_network("networks_handover", "to_membership_id", "networks_membership"),
        policies.functions(__file__),
    ]
