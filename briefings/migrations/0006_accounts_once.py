from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("briefings", "0005_findings_places_and_limits")]

    operations = [
        migrations.AlterModelManagers(name="user", managers=[]),
        migrations.AddField(
            model_name="invitation",
            name="undelivered_at",
            field=models.DateTimeField(null=True, verbose_name="could not be sent"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody else has an account with this e-mail address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Lower("username"),
                name="user_name_once",
                violation_error_message="Somebody else has this user name.",
            ),
        ),
    ]
