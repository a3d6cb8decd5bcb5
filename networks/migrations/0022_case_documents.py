"""Packages for the archive, and which messages are somebody's case documents."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from portal.tenancy import policies

PLACED = "room_id IN (SELECT mine FROM sec.my_rooms() AS mine)"
STATES = [("marked", "Marked, not taken out yet"), ("exported", "Taken out"), ("received", "In the archive")]
KEYS = [("room_id", "networks_room"), ("message_id", "networks_message"), ("organisation_id", "networks_organisation")]


def person(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **more
    )


class Migration(migrations.Migration):
    dependencies = [("networks", "0021_mutes"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            "CaseDocument",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=STATES, default="marked", max_length=20)),
                ("marked_at", models.DateTimeField()),
                ("exported_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="number in the archive")),
                ("marked_by", person()),
                ("received_by", person(null=True)),
                *(
                    (
                        name,
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name=related, to=f"networks.{name}"
                        ),
                    )
                    for name, related in (("network", "+"), ("room", "case_documents"), ("message", "case_documents"))
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="networks.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["room", "marked_at"], name="case_document_of_room")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "message", "organisation"), name="case_document_once_for_an_organisation"
                    ),
                    models.CheckConstraint(
                        condition=Q(state="marked", exported_at=None, sha256="")
                        | (Q(exported_at__isnull=False) & ~Q(state="marked") & ~Q(sha256="")),
                        name="case_document_taken_out_has_its_package",
                    ),
                    models.CheckConstraint(
                        condition=(~Q(state="received") & Q(received_at=None, received_by=None, reference=""))
                        | (
                            Q(state="received", received_at__isnull=False, received_by__isnull=False) & ~Q(reference="")
                        ),
                        name="case_document_received_has_its_number",
                    ),
                ],
            },
        ),
        policies.protect("networks_casedocument", only=PLACED),
        *(policies.same_network("networks_casedocument", *key) for key in KEYS),
        policies.functions(__file__),
    ]
