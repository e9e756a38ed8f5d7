"""The stage of archived drafts. Taken back, they are drafts again, without an address."""

from django.db import migrations, models


def make_drafts(apps, schema_editor):
    apps.get_model("briefings", "Workflow").objects.filter(stage="archived").update(stage="draft")


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0031_plausible_limits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="workflow",
            name="stage",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("in_review", "in review"),
                    ("approved", "approved"),
                    ("archived", "archived"),
                ],
                db_index=True,
                default="draft",
                max_length=10,
                verbose_name="stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="workflow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "archived"), _negated=True),
                    models.Q(("address", None), ("submitted_at", None)),
                    _connector="OR",
                ),
                name="workflow_archived_never_submitted",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, make_drafts),
    ]
