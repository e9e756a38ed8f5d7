"""Saved versions hold their content themselves. Rows of django-reversion, which held it before, are taken over where its
tables exist; then these go. On the way back they are made again and filled."""

import base64
import json
import zlib

from django.conf import settings
from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder

import briefings.history.models

REVERSION_MIGRATIONS = [
    "0001_squashed_0004_auto_20160611_1202",
    "0002_add_index_on_version_for_content_type_and_db",
]

REVERSION_MODELS = [
    migrations.CreateModel(
        "ReversionRevision",
        [
            ("id", models.AutoField(primary_key=True)),
            ("date_created", models.DateTimeField(db_index=True)),
            ("comment", models.TextField(blank=True)),
            ("user", models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")),
        ],
        options={"db_table": "reversion_revision"},
    ),
    migrations.CreateModel(
        "ReversionVersion",
        [
            ("id", models.AutoField(primary_key=True)),
            ("object_id", models.CharField(max_length=191)),
            ("format", models.CharField(max_length=255)),
            ("serialized_data", models.TextField()),
            ("object_repr", models.TextField()),
            ("content_type", models.ForeignKey("contenttypes.ContentType", models.CASCADE, related_name="+")),
            ("revision", models.ForeignKey("ReversionRevision", models.CASCADE, related_name="+")),
            ("db", models.CharField(max_length=191)),
        ],
        options={
            "db_table": "reversion_version",
            "unique_together": {("db", "content_type", "object_id", "revision")},
            "indexes": [models.Index(fields=["content_type", "db"], name="reversion_v_content_f95daf_idx")],
        },
    ),
]


def unpacked(text):
    return json.loads(zlib.decompress(base64.b85decode(text)))


def packed(content):
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode()


def reversion_models(apps):
    return apps.get_model("briefings", "ReversionRevision"), apps.get_model("briefings", "ReversionVersion")


def have_tables(schema_editor):
    return "reversion_version" in schema_editor.connection.introspection.table_names()


def take_over(apps, schema_editor):
    SavedVersion = apps.get_model("briefings", "SavedVersion")
    _Revision, Version = reversion_models(apps)
    if have_tables(schema_editor):
        for version in Version.objects.select_related("revision").iterator(chunk_size=200):
            SavedVersion.objects.filter(revision=version.revision_id).update(
                by=version.revision.user_id,
                at=version.revision.date_created,
                content=unpacked(version.serialized_data),
            )
        schema_editor.connection.check_constraints()  # PostgreSQL alters no table that has checks to come


def give_back(apps, schema_editor):
    SavedVersion = apps.get_model("briefings", "SavedVersion")
    Revision, Version = reversion_models(apps)
    kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="briefings", model="article"
    )
    for saved in SavedVersion.objects.order_by("pk").iterator(chunk_size=200):
        revision = Revision.objects.create(date_created=saved.at, user_id=saved.by_id)
        Version.objects.create(
            revision_id=revision.pk,
            content_type_id=kind.pk,
            object_id=str(saved.article_id),
            db="default",
            format="article",
            object_repr=saved.content["title"],
            serialized_data=packed(saved.content),
        )
        SavedVersion.objects.filter(pk=saved.pk).update(revision=revision.pk)
    schema_editor.connection.check_constraints()


def drop_tables(apps, schema_editor):
    if have_tables(schema_editor):
        for model in reversed(reversion_models(apps)):
            schema_editor.delete_model(model)
        recorder = MigrationRecorder(schema_editor.connection)
        for name in REVERSION_MIGRATIONS:
            recorder.record_unapplied("reversion", name)


def make_tables(apps, schema_editor):
    for model in reversion_models(apps):
        schema_editor.create_model(model)
    recorder = MigrationRecorder(schema_editor.connection)
    for name in REVERSION_MIGRATIONS:
        recorder.record_applied("reversion", name)


def by():
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="by")


def content(**options):
    return models.JSONField(encoder=briefings.history.models.Plain, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0013_articles_at_rest"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=REVERSION_MODELS),
        migrations.AddField("savedversion", "by", by()),
        migrations.AddField("savedversion", "at", models.DateTimeField("at", null=True)),
        migrations.AddField("savedversion", "content", content(null=True)),
        migrations.AlterField(
            "savedversion", "revision", models.IntegerField(db_column="revision_id", unique=True, null=True)
        ),
        migrations.RunPython(take_over, give_back),
        migrations.RemoveField("savedversion", "revision"),
        migrations.RunPython(drop_tables, make_tables),
        migrations.AlterField("savedversion", "at", models.DateTimeField("at")),
        migrations.AlterField("savedversion", "content", content()),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("ReversionVersion"), migrations.DeleteModel("ReversionRevision")]
        ),
    ]
