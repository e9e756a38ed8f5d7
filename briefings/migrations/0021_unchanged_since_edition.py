"""The field gets a name that says what it means. The column and its index stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0020_sign_in_failures")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex("workflow", "workflow_at_work"),
                migrations.RemoveField("workflow", "at_rest"),
                migrations.AddField(
                    "workflow", "unchanged_since_edition", models.BooleanField(db_column="at_rest", default=False)
                ),
                migrations.AddIndex(
                    "workflow",
                    models.Index(
                        condition=models.Q(("unchanged_since_edition", False)),
                        fields=["owner", "stage"],
                        name="workflow_at_work",
                    ),
                ),
            ]
        )
    ]
