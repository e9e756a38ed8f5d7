import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('briefings', '0049_tables_by_rule'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='figureuse',
            index=models.Index(fields=['vintage', 'edition'], name='figure_use_of_vintage'),
        ),
        migrations.AlterField(
            model_name='figureuse',
            name='vintage',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='briefings.vintage'),
        ),
    ]
