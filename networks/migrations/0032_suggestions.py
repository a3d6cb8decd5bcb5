"""What networks suggest to the library, which network stands behind it, and where the library is in use."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.tenancy import policies


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0031_article_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60)),
                ("wording", models.JSONField()),
                ("reason", models.CharField(max_length=400, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("taken", "Goes into the next version"),
                            ("declined", "Is not taken in"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=400, verbose_name="answer")),
                ("made_on", models.DateField()),
                ("answered_on", models.DateField(null=True)),
                ("ends_on", models.DateField()),
                (
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="networks.libraryroutine",
                    ),
                ),
            ],
            options={
                "ordering": ("made_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Backing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_maker", models.BooleanField(default=False)),
                ("backed_on", models.DateField()),
                (
                    "backed_by",
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
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="networks.routine"
                    ),
                ),
                (
                    "suggestion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="networks.suggestion"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(fields=["ends_on"], name="suggestion_by_end"),
        ),
        migrations.AddConstraint(
            model_name="backing",
            constraint=models.UniqueConstraint(fields=("network", "suggestion"), name="backing_once_of_a_network"),
        ),
        policies.protect("networks_backing", read="routines.write"),
        policies.same_network("networks_backing", "routine_id", "networks_routine"),
        policies.functions(__file__),
    ]
