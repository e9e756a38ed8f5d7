"""While a release is installed, and after going back to the one before, its code runs on the new schema.

So a release only adds what that code can ignore. What nothing uses any more is removed by a migration of the next one.
"""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

# Made before the site was first run; everything later is checked.
BEFORE_THE_FIRST_RELEASE = 16


def dangers(operation, state):
    """Why the code of the release before cannot run after this operation; `state` is that of the models before it."""
    match operation:
        case migrations.DeleteModel() | migrations.RenameModel():
            return ["it uses the table"]
        case migrations.RemoveField() | migrations.RenameField():
            return ["it uses the column"]
        case migrations.AddField(field=field) if not field.many_to_many:
            is_filled = field.null or field.has_db_default()
            return [] if is_filled else ["it adds rows without the column: null=True or db_default is needed"]
        case migrations.AlterField(field=field):
            before = state.models["briefings", operation.model_name_lower].fields[operation.name]
            return ["it stores no value"] if before.null and not field.null else []
        case migrations.SeparateDatabaseAndState():
            return [danger for inner in operation.database_operations for danger in dangers(inner, state)]
    return []


def test_the_release_before_runs_on_the_new_schema():
    loader = MigrationLoader(None)
    (newest,) = loader.graph.leaf_nodes("briefings")
    state, found = ProjectState(), []
    for key in loader.graph.forwards_plan(newest):
        is_checked = key[0] == "briefings" and int(key[1][:4]) > BEFORE_THE_FIRST_RELEASE
        for operation in loader.graph.nodes[key].operations:
            reasons = dangers(operation, state) if is_checked else []
            found += [f"{key[1]}, {operation.describe()}: {danger}" for danger in reasons]
            operation.state_forwards(key[0], state)
    assert not found


TEXT = models.TextField


@pytest.mark.parametrize(
    ("operation", "is_safe"),
    [
        (migrations.AddField("topic", "note", TEXT(default="")), False),
        (migrations.AddField("topic", "note", TEXT(db_default="")), True),
        (migrations.AddField("topic", "note", TEXT(null=True)), True),
        (migrations.AddField("topic", "others", models.ManyToManyField("Topic")), True),
        (migrations.RemoveField("topic", "name"), False),
        (migrations.RenameField("topic", "name", "title"), False),
        (migrations.AlterField("topic", "name", TEXT()), False),
        (migrations.AlterField("topic", "name", TEXT(null=True, blank=True)), True),
        (migrations.DeleteModel("topic"), False),
        (migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("topic")]), False),
        (migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("topic")]), True),
        (migrations.AddIndex("topic", models.Index(fields=["name"], name="names")), True),
    ],
    ids=lambda value: value.describe() if isinstance(value, migrations.operations.base.Operation) else "",
)
def test_what_the_release_before_can_ignore_is_safe(operation, is_safe):
    state = ProjectState()
    state.add_model(ModelState("briefings", "Topic", [("name", TEXT(null=True))]))
    assert bool(dangers(operation, state)) is not is_safe
