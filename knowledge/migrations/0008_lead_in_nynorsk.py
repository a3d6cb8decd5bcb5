"""What the lists say of themselves in nynorsk too."""

from typing import Any

from django.db import migrations, models

LEADS = {
    "fenomenkunnskap": "Kva radikalisering og valdeleg ekstremisme er, og kva som kan liggje bak ei uro.",
    "nettverk-og-veiledning": "Korleis tenester arbeider saman, kva dei kan dele, og kven som gir råd.",
    "ressurser": "Samtaleguidar, planar og tiltak som kan takast i bruk i dag.",
    "ofte-spurt": "Korte svar på det folk spør om.",
    "aktuelt": "Nytt på Utveier.",
    "rvts": "Fem regionale senter gir råd og rettleiing til dei som møter uro i jobben.",
}
LISTS = ("Section", "Questions", "NewsList", "Centres")


def say_in_nynorsk(apps: Any, schema_editor: Any) -> None:
    for model in LISTS:
        for gathering in apps.get_model("knowledge", model).objects.filter(slug__in=LEADS):
            gathering.lead_nn = LEADS[gathering.slug]
            gathering.save(update_fields=["lead_nn"])


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0007_page_by_address")]

    operations = [
        *(
            migrations.AddField(
                model_name=model.lower(),
                name="lead_nn",
                field=models.TextField(blank=True, max_length=400, verbose_name="lead in nynorsk"),
            )
            for model in LISTS
        ),
        migrations.RunPython(say_in_nynorsk, migrations.RunPython.noop),
    ]
