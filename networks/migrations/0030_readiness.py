"""A network's year, what is done in it, and the private addresses that calendars read it at."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.tenancy import policies

HERS = "user_id = (SELECT sec.uid())"
SETTING = policies.changing("networks_readinessitem", "network_id", "routines.write", "INSERT", "UPDATE")


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0029_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadinessItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("review", "Review the routines"),
                            ("members", "Confirm the members again"),
                            ("drill", "Drill for twenty minutes"),
                            ("status", "Report to the police council how it stands"),
                            ("contacts", "Check the contact list"),
                            ("own", "Something of your own"),
                        ],
                        max_length=20,
                        verbose_name="what is done",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=80)),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        choices=[(12, "Once a year"), (6, "Twice a year"), (3, "Four times a year")],
                        default=12,
                        verbose_name="how often",
                    ),
                ),
                ("first_on", models.DateField()),
                ("due_on", models.DateField(verbose_name="next time")),
                ("changed_at", models.DateTimeField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="year_items", to="networks.network"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="networks.membership",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ReadinessDone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term_on", models.DateField()),
                ("done_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="networks.network"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="done_entries",
                        to="networks.readinessitem",
                    ),
                ),
            ],
            options={
                "ordering": ("-done_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="networks.membership"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="networks.network"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("network", "user"), name="feed_one_of_a_person")],
            },
        ),
        migrations.AddIndex(
            model_name="readinessitem",
            index=models.Index(fields=["due_on"], name="readiness_by_day"),
        ),
        migrations.AddConstraint(
            model_name="readinessitem",
            constraint=models.UniqueConstraint(fields=("network", "id"), name="readiness_item_of_network"),
        ),
        migrations.AddConstraint(
            model_name="readinessitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "own"), models.Q(("title", ""), _negated=True)),
                    models.Q(models.Q(("kind", "own"), _negated=True), ("title", "")),
                    _connector="OR",
                ),
                name="readiness_own_item_has_a_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="readinessitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("every__in", [12, 6, 3])), name="readiness_every_is_from_the_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="readinessdone",
            constraint=models.UniqueConstraint(fields=("network", "item", "done_on"), name="readiness_done_once_a_day"),
        ),
        policies.functions(__file__),
        policies.protect("networks_readinessitem", read="routines.read"),
        migrations.RunSQL(";\n".join(SETTING), migrations.RunSQL.noop),
        policies.protect("networks_readinessdone", read="routines.read"),
        policies.protect("networks_calendarfeed", read="routines.read", only=HERS),
        policies.same_network("networks_readinessitem", "owner_id", "networks_membership"),
        policies.same_network("networks_readinessdone", "item_id", "networks_readinessitem"),
        policies.same_network("networks_calendarfeed", "membership_id", "networks_membership"),
        policies.stays("networks_readinessitem"),
    ]
