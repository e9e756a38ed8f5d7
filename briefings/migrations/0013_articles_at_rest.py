"""Which working copies are as their newest edition is: known by a field from here on, found by their times before."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def find(apps, schema_editor):
    editions = apps.get_model("briefings", "Edition").objects.filter(
        article=OuterRef("article"), created_at__gte=OuterRef("article__changed_at")
    )
    drafts = apps.get_model("briefings", "Workflow").objects.filter(stage="draft", returned_comment="")
    drafts.filter(Exists(editions)).update(at_rest=True)


class Migration(migrations.Migration):
    dependencies = [("briefings", "0012_log_is_called_log")]

    operations = [
        migrations.AddField("workflow", "at_rest", models.BooleanField(default=False)),
        migrations.RunPython(find, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "workflow",
            models.Index(condition=models.Q(("at_rest", False)), fields=["owner", "stage"], name="workflow_at_work"),
        ),
    ]
