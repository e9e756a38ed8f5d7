from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0058_search_documents_by_kind")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="learns",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
    ]
