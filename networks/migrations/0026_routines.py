"""The library of routines, and what networks make of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.access.rows import lay_roles
from portal.tenancy import policies

MINE = (
    "(state NOT IN ('draft', 'in_review') OR reader_id = (SELECT sec.uid())"
    f" OR network_id IN ({policies.networks_where('routines.write')}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0025_calling_and_presence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LibraryRoutine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="id")),
                (
                    "kind",
                    models.CharField(
                        choices=[("routine", "Routine"), ("card", "Action card")], default="routine", max_length=20
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")], default="nb", max_length=10
                    ),
                ),
                ("owner", models.CharField(max_length=120, verbose_name="published by")),
            ],
            options={
                "ordering": ("kind", "key"),
            },
        ),
        migrations.CreateModel(
            name="LibraryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "With a second reader"),
                            ("published", "In force"),
                            ("superseded", "Replaced by a newer one"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("content", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="what is new")),
                ("in_force_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True, verbose_name="read again by")),
                (
                    "hands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=400, verbose_name="what the second reader said")),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "significance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small", "Small: wording"),
                            ("medium", "Medium: something is done differently"),
                            ("major", "Major: who is told or who answers has changed"),
                        ],
                        max_length=20,
                        verbose_name="how much changes",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.libraryversion",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="networks.libraryroutine",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("routine", "-number", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Routine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("routine", "Routine"), ("card", "Action card")], default="routine", max_length=20
                    ),
                ),
                (
                    "shelf",
                    models.CharField(
                        choices=[("in_use", "In use"), ("put_away", "Put away")], default="in_use", max_length=20
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="routines", to="networks.network"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.libraryroutine",
                    ),
                ),
            ],
            options={
                "ordering": ("kind", "pk"),
            },
        ),
        migrations.CreateModel(
            name="RoutineVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "With a second reader"),
                            ("published", "In force"),
                            ("superseded", "Replaced by a newer one"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("content", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="what is new")),
                ("in_force_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True, verbose_name="read again by")),
                (
                    "hands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("remark", models.CharField(blank=True, max_length=400, verbose_name="what the second reader said")),
                ("published_at", models.DateTimeField(null=True)),
                ("decisions", models.JSONField(default=dict)),
                (
                    "base",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.libraryversion",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="networks.network"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second reader",
                    ),
                ),
                (
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="networks.routine"
                    ),
                ),
                (
                    "taking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="networks.libraryversion",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("routine", "-number", "-pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="libraryversion",
            constraint=models.UniqueConstraint(fields=("routine", "number"), name="library_version_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="libraryversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "in_review"))),
                fields=("routine",),
                name="library_one_open_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="libraryversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("routine",), name="library_one_version_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="routine",
            constraint=models.UniqueConstraint(fields=("network", "id"), name="routine_of_network"),
        ),
        migrations.AddConstraint(
            model_name="routine",
            constraint=models.UniqueConstraint(
                condition=models.Q(("shelf", "in_use"), ("source__isnull", False)),
                fields=("network", "source"),
                name="routine_adopted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.UniqueConstraint(fields=("network", "id"), name="routine_version_of_network"),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.UniqueConstraint(
                fields=("network", "routine", "number"), name="routine_version_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "in_review"))),
                fields=("network", "routine"),
                name="routine_one_open_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("network", "routine"), name="routine_one_in_force"
            ),
        ),
        lay_roles(),
        policies.protect("networks_routine", read="routines.read", write="routines.write"),
        policies.protect("networks_routineversion", read="routines.read", only=MINE, write="routines.write"),
        policies.same_network("networks_routineversion", "routine_id", "networks_routine"),
        policies.stays("networks_routine"),
        policies.stays("networks_routineversion"),
        policies.functions(__file__),
    ]
