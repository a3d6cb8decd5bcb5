"""Messages are reported to those who answer for the network, and a case document can be taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from portal.access.rows import lay_roles
from portal.tenancy import policies

GROUNDS = [
    ("person", "It says more about a person than is needed"),
    ("tone", "It speaks badly of somebody"),
    ("elsewhere", "It does not belong in this network"),
    ("graded", "It may be security-graded"),
]
OUTCOMES = [
    ("left", "It can stand as it is"),
    ("talked", "I have talked with the author"),
    ("hidden", "It is hidden until the author has written it anew"),
    ("cleared", "It was not graded, and is shown again"),
    ("erased", "It was graded, and is deleted here"),
]
SHOWN = "id IN (SELECT mine FROM sec.my_reports() AS mine)"


def key(to: str, name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to=to)


def person(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **more
    )


class Migration(migrations.Migration):
    dependencies = [("networks", "0023_attachments"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("withheld", "html", models.TextField(blank=True, max_length=80_000)),
        migrations.AddField("withheld", "was_hidden", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("message", "is_reported", models.BooleanField(default=False, db_default=False)),
        migrations.CreateModel(
            "Report",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ground", models.CharField(choices=GROUNDS, max_length=20, verbose_name="why")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("reported_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(blank=True, choices=OUTCOMES, max_length=20, verbose_name="what came of it"),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("network", key("networks.network")),
                ("room", key("networks.room")),
                ("message", key("networks.message", "reports")),
                ("reported_by", person()),
                ("answered_by", person(null=True)),
            ],
            {
                "ordering": ("-reported_at", "-pk"),
                "indexes": [models.Index(fields=["ends_on"], name="report_by_end")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "message", "reported_by"),
                        condition=Q(answered_at=None) & ~Q(ground="graded"),
                        name="report_open_once_of_a_person",
                    ),
                    models.UniqueConstraint(
                        fields=("network", "message"),
                        condition=Q(answered_at=None, ground="graded"),
                        name="report_graded_once",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome="", answered_at=None, answered_by=None)
                        | (~Q(outcome="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                        name="report_answered_whole",
                    ),
                ],
            },
        ),
        lay_roles(),
        policies.functions(__file__),
        policies.protect("networks_report", only=SHOWN),
        policies.same_network("networks_report", "room_id", "networks_room"),
        policies.same_network("networks_report", "message_id", "networks_message"),
    ]
