"""Which link a visitor's comment came by: a table of its own, so that articles know nothing of share links."""

from django.db import migrations, models
from django.db.models import Q

BY_PERSON_OR_VISITOR = Q(by__isnull=False, visitor_name="") | Q(by=None) & ~Q(visitor_name="")


def to_table(apps, schema_editor):
    VisitorComment = apps.get_model("briefings", "VisitorComment")
    comments = apps.get_model("briefings", "Comment").objects.filter(share_link__isnull=False)
    for comment, link in comments.values_list("pk", "share_link"):
        VisitorComment.objects.create(comment_id=comment, link_id=link)


def to_field(apps, schema_editor):
    Comment = apps.get_model("briefings", "Comment")
    for comment, link in apps.get_model("briefings", "VisitorComment").objects.values_list("comment", "link"):
        Comment.objects.filter(pk=comment).update(share_link=link)
    if schema_editor.connection.vendor == "postgresql":  # it alters no table while rows of it wait to be checked
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("briefings", "0014_versions_hold_their_text")]

    operations = [
        migrations.CreateModel(
            name="VisitorComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.OneToOneField(on_delete=models.CASCADE, related_name="visitor", to="briefings.comment"),
                ),
                # Named "comments" once the field below is gone, which has that name until then.
                ("link", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="briefings.sharelink")),
            ],
            options={
                "verbose_name": "comment of a visitor",
                "verbose_name_plural": "comments of visitors",
            },
        ),
        migrations.RemoveConstraint("comment", "comment_by_person_or_visitor"),
        migrations.RunPython(to_table, to_field),
        migrations.RemoveField("comment", "share_link"),
        migrations.AlterField(
            "visitorcomment",
            "link",
            models.ForeignKey(on_delete=models.PROTECT, related_name="comments", to="briefings.sharelink"),
        ),
        migrations.AddConstraint(
            "comment", models.CheckConstraint(condition=BY_PERSON_OR_VISITOR, name="comment_by_person_or_visitor")
        ),
    ]
