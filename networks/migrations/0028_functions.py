"""Who holds which function in a network."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0027_talk_mended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("coordinator", "Coordinator"),
                            ("deputy", "Deputy coordinator"),
                            ("police_contact", "Police contact"),
                            ("radicalisation_contact", "Police radicalisation contact"),
                            ("pst", "Contact in PST"),
                            ("principal", "School principal"),
                            ("school", "School's contact"),
                            ("child_welfare", "Child welfare's contact"),
                            ("health", "Health service's contact"),
                            ("nav", "NAV's contact"),
                            ("outreach", "Outreach service"),
                            ("correctional", "Contact in prison and probation"),
                            ("refugees", "Refugee service"),
                            ("emergency_planning", "Emergency planning"),
                            ("rvts", "Adviser from RVTS"),
                            ("mentor", "Mentor"),
                            ("notices", "Whoever notices it"),
                            ("leader", "Nearest leader"),
                            ("trusted", "Whoever the person trusts"),
                            ("leads", "Whoever coordinates the follow-up"),
                        ],
                        max_length=40,
                        verbose_name="function",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\+?[0-9]([ ]?[0-9]){2,17}$",
                                "Write a phone number: digits, with spaces between them and + before the country.",
                            )
                        ],
                        verbose_name="phone at work",
                    ),
                ),
                ("named_at", models.DateTimeField()),
                ("confirm_on", models.DateField()),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="networks.membership"
                    ),
                ),
                (
                    "named_by",
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
            ],
            options={
                "ordering": ("function", "place"),
                "indexes": [models.Index(fields=["confirm_on"], name="holding_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("network", "function", "membership"), name="holding_once"),
                    models.UniqueConstraint(fields=("network", "function", "place"), name="holding_one_in_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "function__in",
                                (
                                    "police_contact",
                                    "radicalisation_contact",
                                    "pst",
                                    "principal",
                                    "school",
                                    "child_welfare",
                                    "health",
                                    "nav",
                                    "outreach",
                                    "correctional",
                                    "refugees",
                                    "emergency_planning",
                                    "rvts",
                                ),
                            )
                        ),
                        name="holding_of_a_named_function",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone", ""), ("phone__regex", "^\\+?[0-9]([ ]?[0-9]){2,17}$"), _connector="OR"
                        ),
                        name="holding_phone_is_one",
                    ),
                ],
            },
        ),
        policies.protect("networks_holding", read="routines.read", write="routines.write"),
        policies.same_network("networks_holding", "membership_id", "networks_membership"),
        policies.stays("networks_holding"),
        policies.functions(__file__),
    ]
