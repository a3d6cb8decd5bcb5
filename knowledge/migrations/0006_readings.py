"""A workflow for each part: a centre reads, and then it is published. The editors can change it in their tool."""

from typing import Any

from django.db import migrations

READ_BY = {"utveier": "ost", "fenomenkunnskap": "ost", "nettverk-og-veiledning": "vest", "ressurser": "sor"}
NAMES = {"ost": "RVTS Øst", "vest": "RVTS Vest", "sor": "RVTS Sør"}


def lay_workflows(apps: Any, schema_editor: Any) -> None:
    page, kinds = apps.get_model("wagtailcore", "Page"), apps.get_model("contenttypes", "ContentType")
    kind, _ = kinds.objects.get_or_create(app_label="knowledge", model="reading")
    for slug, centre in READ_BY.items():
        place = page.objects.get(slug=slug, depth__in=(2, 3))
        title = "Resten av siden" if slug == "utveier" else place.title
        task = apps.get_model("knowledge", "Reading").objects.create(
            name=f"{title}: leses av {NAMES[centre]}", centre=centre, content_type=kind, active=True
        )
        workflow = apps.get_model("wagtailcore", "Workflow").objects.create(
            name=f"{title}: les og publiser", active=True
        )
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
        apps.get_model("wagtailcore", "WorkflowPage").objects.create(workflow=workflow, page=place)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0005_one_kind_of_citation")]

    operations = [migrations.RunPython(lay_workflows, migrations.RunPython.noop)]
