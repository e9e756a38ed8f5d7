from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0054_tables_as_maps")]

    operations = [
        migrations.AddField(model_name="importfile", name="added_series", field=models.JSONField(null=True)),
    ]
