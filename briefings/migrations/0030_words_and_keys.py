"""Words of the desk, and sort keys of names that were typed with combining accents: ñ as two characters sorted as n."""

import unicodedata

from django.db import migrations, models

from briefings.lib.texts import fold

NAMED = ["Area", "DataTable", "Indicator", "Source", "Impact", "Initiative", "Topic"]


def renew(apps, schema_editor):
    database = schema_editor.connection.alias
    for model in NAMED:
        rows = apps.get_model("briefings", model).objects.using(database)
        for pk, name_en, name_es in rows.values_list("pk", "name_en", "name_es").iterator():
            if not all(unicodedata.is_normalized("NFC", name) for name in (name_en, name_es)):
                rows.filter(pk=pk).update(sort_en=fold(name_en or name_es), sort_es=fold(name_es or name_en))
    aliases = apps.get_model("briefings", "AreaAlias").objects.using(database)
    for pk, spelling in aliases.values_list("pk", "spelling").iterator():
        key = fold(spelling)
        if not unicodedata.is_normalized("NFC", spelling) and not aliases.filter(folded=key).exists():
            aliases.filter(pk=pk).update(folded=key)


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0029_typed_copies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="edition",
            name="forced_reason",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="published without a second person because"
            ),
        ),
        migrations.AlterField(
            model_name="initiative",
            name="lead",
            field=models.CharField(
                blank=True,
                help_text="The body that is responsible for it, by its own name.",
                max_length=200,
                verbose_name="lead",
            ),
        ),
        migrations.AlterField(
            model_name="keyfigureblock",
            name="period",
            field=models.CharField(
                blank=True,
                help_text="2024, Q1 2024, March 2024, or January–November 2024.",
                max_length=60,
                verbose_name="period",
            ),
        ),
        migrations.RunPython(renew, migrations.RunPython.noop, elidable=True),
    ]
