"""The app: what runs after migrations, and which function receives which signal."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_migrate, pre_save
from django.utils.translation import gettext_lazy


def _drop_triggers_of_altered_tables(sender, using, plan, **kwargs):
    from . import triggers
    from .search import tables as search_tables

    if tables := triggers.altered_tables(plan):
        triggers.drop(using, tables)
    if any(migration.app_label == sender.label for migration, _is_backwards in plan):
        search_tables.free_columns(using)


def _install_triggers(sender, using, **kwargs):
    from . import triggers

    triggers.install(using)


def _install_search_index(sender, using, **kwargs):
    from .search import tables

    tables.install(using)


def _correct_newest_values(sender, using, **kwargs):
    from django.db import connections

    from .statistics.actions.newest import correct_newest
    from .statistics.models import SeriesNewest

    if SeriesNewest._meta.db_table in connections[using].introspection.table_names():  # not before it was made
        correct_newest()


def _write_groups(sender, using, **kwargs):
    from django.contrib.auth.management import create_permissions

    from . import roles

    create_permissions(sender, using=using, verbosity=0)
    roles.write_groups(using)


def _make_cache_table(sender, using, **kwargs):
    from django.core.management import call_command

    call_command("createcachetable", database=using, verbosity=0)


def _follow_what_readers_see():
    from .history import public_token
    from .lib.append_only import AppendOnly

    for model in public_token.followed_models():
        post_save.connect(public_token.note_write, sender=model)
        if not issubclass(model, AppendOnly):  # such rows go only with a waiting edition, which nobody has read
            post_delete.connect(public_token.note_write, sender=model)
    for between in public_token.followed_relations():
        m2m_changed.connect(public_token.note_write, sender=between)


def _follow_what_search_finds():
    from .search import searchable

    for model in searchable.searchable_models():
        post_save.connect(searchable.note_change, sender=model)
        post_delete.connect(searchable.note_deletion, sender=model)
        for field in model._meta.many_to_many:
            m2m_changed.connect(searchable.note_change, sender=getattr(model, field.name).through)
    for model in searchable.part_models():
        post_save.connect(searchable.note_part, sender=model)
        post_delete.connect(searchable.note_part, sender=model)


def _follow_signing_in():
    from allauth.account import signals as account
    from allauth.mfa import signals as mfa
    from django.contrib.auth import signals as auth

    from .accounts.signals import password_replaced
    from .signing_in import receivers, sessions

    auth.user_logged_in.connect(sessions.note_sign_in)
    auth.user_logged_out.connect(receivers.forget_session)
    password_replaced.connect(receivers.end_sessions_and_links)
    account.password_changed.connect(receivers.password_set)
    account.password_reset.connect(receivers.password_set)
    auth.user_logged_in.connect(receivers.signed_in)
    mfa.authentication_failed.connect(receivers.second_factor_failed)
    mfa.authenticator_added.connect(receivers.factor_added)
    mfa.authenticator_removed.connect(receivers.factor_removed)
    mfa.authenticator_reset.connect(receivers.codes_renewed)


def _record_changes():
    from .history import field_changes, logged_models

    for model in logged_models.models_with_followed_fields():
        pre_save.connect(field_changes.note_update, sender=model)
        post_save.connect(field_changes.note_creation, sender=model)
        post_delete.connect(field_changes.note_deletion, sender=model)
    for through in logged_models.followed_relations():
        m2m_changed.connect(field_changes.note_relation, sender=through)


def _register_texts_of_mails():
    from .accounts import mails as accounts
    from .articles import mails as articles
    from .signing_in import mails as signing_in
    from .statistics import mails as statistics

    return accounts, articles, signing_in, statistics


def _register_where_values_are_printed():
    from .articles import printed_in
    from .statistics.printed_in import home, tables

    return printed_in, home, tables


class BriefingsConfig(AppConfig):
    name = "briefings"
    default = True
    verbose_name = gettext_lazy("Briefings")

    def ready(self):
        from . import acts, checks  # noqa: F401 (registers them)
        from .accounts.signals import person_left, roles_changed
        from .addresses.actions import give_to_public
        from .articles.actions.held_by_values import hold_for_values
        from .articles.signals import reassigned
        from .history.signals import asks_to_be_public, made_public
        from .lib.admin.search import add_plain_function
        from .lib.rows.prepared import keep_statements
        from .sharing.actions import revoke_lost_links
        from .statistics.actions.showing import refuse_unseen
        from .statistics.data_tables.for_readers import note_public_finding, require_content
        from .statistics.signals import values_applied

        _register_texts_of_mails()
        _register_where_values_are_printed()
        _record_changes()
        _follow_what_readers_see()
        _follow_what_search_finds()
        _follow_signing_in()
        made_public.connect(give_to_public)
        made_public.connect(note_public_finding, sender=self.get_model("DataTable"))
        asks_to_be_public.connect(refuse_unseen)
        asks_to_be_public.connect(require_content, sender=self.get_model("DataTable"))
        person_left.connect(revoke_lost_links)
        roles_changed.connect(revoke_lost_links)
        reassigned.connect(revoke_lost_links)
        values_applied.connect(hold_for_values)
        connection_created.connect(add_plain_function)
        connection_created.connect(keep_statements)
        pre_migrate.connect(_drop_triggers_of_altered_tables, sender=self)
        post_migrate.connect(_install_triggers, sender=self)
        post_migrate.connect(_install_search_index, sender=self)
        post_migrate.connect(_correct_newest_values, sender=self)
        post_migrate.connect(_write_groups, sender=self)
        post_migrate.connect(_make_cache_table, sender=self)


class SiteAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "briefings.desk.site.Site"


class PublicFilesConfig(StaticFilesConfig):
    """Source maps of dependencies are neither collected nor served."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.map"]
