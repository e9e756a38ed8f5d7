from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0055_batches_that_show_series")]

    operations = [
        migrations.AddField(model_name="importfile", name="added_series", field=models.JSONField(null=True)),
    ]
