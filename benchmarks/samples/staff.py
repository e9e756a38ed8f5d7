"""Addresses to measure for each page of the admin. A test fails when a page has no sample and is not left out."""

from functools import cache

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, reverse

from briefings.articles.models import Article, Byline
from briefings.history.log import Cursor
from briefings.history.models import Event
from briefings.media.models import Image
from briefings.statistics.models import Observation, Series

from ..preparing import LONG_ARTICLE, MANY_EDITIONS, NEWCOMER, REVIEWER, WRITER, person
from ..request import cookie_of, get
from .indicators import unprinted_indicator
from .public import spread

OF_EACH_MODEL = ("changelist", "change", "add", "delete", "history")
# No pages of their own, or pages for people who are not signed in.
LEFT_OUT = {
    "login", "logout", "password_change", "password_change_done", "view_on_site", "log_export", "emergency_act",
    "briefings_article_presence", "briefings_article_new_preview", "briefings_batch_apply", "briefings_batch_reject",
    "briefings_user_articles", "briefings_batch_force", "briefings_batch_review",
    "briefings_edition_second_look", "briefings_article_act", "briefings_user_act", "briefings_article_fix",
    "briefings_article_next", "autocomplete",
    # Of a file that somebody is importing: imports.py measures what they call, with 50,000 rows.
    "briefings_importfile_columns", "briefings_importfile_scan", "briefings_importfile_questions",
    "briefings_importfile_preview", "briefings_importfile_discard",
}  # fmt: skip


def page_names():
    return [pattern.name for pattern in _patterns(admin.site.get_urls()) if pattern.name]


def _patterns(entries):
    for entry in entries:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from _patterns(entry.url_patterns)


def is_of_each_model(name):
    return name.startswith("briefings_") and name.rpartition("_")[2] in OF_EACH_MODEL


def label_of(name):
    return name.removeprefix("briefings_").replace("_", " ")


@cache
def samples():
    """{label: (addresses, user name)} of every page that somebody with all roles gets."""
    found = {}
    for name in page_names():
        label = label_of(name)
        if name in OTHERS:
            for words, addresses in OTHERS[name]().items():
                found[f"{label}{words and ', '}{words}"] = addresses, WRITER
        elif is_of_each_model(name) and name not in LEFT_OUT:
            address = _address_of_model(name)
            if address and get(address, cookie=cookie_of(WRITER), expected=(200, 302, 403, 404)).status == 200:
                found[label] = [address], WRITER
    found["index, of an author"] = [reverse("admin:index")], "lucia"
    return found


def _address_of_model(name):
    _app, model, page = name.split("_")
    if page in ("changelist", "add"):
        return reverse(f"admin:{name}")
    found = _object(model)
    return found and reverse(f"admin:{name}", args=[found.pk])


def _object(model):
    """The object of which the pages are measured; None when there is none."""
    if model == "article":
        return _long_article()
    if model == "series":
        return _series()
    if model == "user":
        return person(NEWCOMER)
    return apps.get_model("briefings", model)._base_manager.order_by("pk").first()


def _long_article():
    return Article.objects.get(slug=LONG_ARTICLE)


def _series():
    return Series.objects.filter(indicator=unprinted_indicator()).earliest("pk")


def _value():
    """The page of a value that nothing prints, and of one whose page lists where it is printed."""
    observations = {
        "": Observation.objects.filter(series=_series()).earliest("pk"),
        "printed": Observation.objects.filter(cited=True).earliest("pk"),
    }
    name = "admin:briefings_series_value"
    return {label: [reverse(name, args=[each.series_id, each.pk])] for label, each in observations.items()}


def _where_printed():
    printed, name = Observation.objects.filter(cited=True).earliest("pk").series, "admin:briefings_series_printed"
    about = {"series": printed.pk, "source": printed.source_id}
    return {f"of a {of}": [reverse(name, args=[of, key])] for of, key in about.items()}


def _one(name, *arguments, queries=()):
    address = reverse(f"admin:{name}", args=arguments)
    return {"": [address]} | {query: [address + query] for query in queries}


def _of_article(name, *arguments):
    """The page of the article of thirty blocks and of the one with 500 editions."""
    many = Article.objects.get(slug=MANY_EDITIONS)
    return {
        "": [reverse(f"admin:{name}", args=[_long_article().pk, *arguments])],
        "500 editions": [reverse(f"admin:{name}", args=[many.pk, *arguments])],
    }


def _deep_in_the_log():
    """A cursor near the beginning of the log."""
    return Cursor.of(Event.objects.order_by("at", "pk")[300])


def _long_articles():
    return Article.objects.filter(slug__startswith=LONG_ARTICLE).order_by("pk").values_list("pk", flat=True)


OTHERS = {
    "index": lambda: _one("index"),
    "app_list": lambda: _one("app_list", "briefings"),
    "jsi18n": lambda: _one("jsi18n"),
    "log": lambda: (
        _one("log", queries=("?q=ports",)) | {"deep": [f"{reverse('admin:log')}?before={_deep_in_the_log()}"]}
    ),
    "guide": lambda: _one("guide"),
    "roles": lambda: _one("roles"),
    "roles_of": lambda: _one("roles_of", person(REVIEWER).pk),
    "calendar": lambda: _one("calendar"),
    "emergencies": lambda: _one("emergencies"),
    "briefings_article_change": lambda: {
        "30 blocks": [reverse("admin:briefings_article_change", args=[pk]) for pk in spread(_long_articles())],
        "500 editions": _of_article("briefings_article_change")["500 editions"],
    },
    "briefings_article_changelist": lambda: _one("briefings_article_changelist", queries=("?q=ports", "?p=last")),
    "briefings_edition_changelist": lambda: _one("briefings_edition_changelist", queries=("?p=last",)),
    "briefings_series_changelist": lambda: _one("briefings_series_changelist", queries=("?p=last",)),
    "briefings_batch_changelist": lambda: _one("briefings_batch_changelist", queries=("?p=last",)),
    "briefings_article_preview": lambda: _of_article("briefings_article_preview"),
    "briefings_article_checklist": lambda: _of_article("briefings_article_checklist"),
    "briefings_article_comments": lambda: _of_article("briefings_article_comments"),
    "briefings_article_versions": lambda: _of_article("briefings_article_versions"),
    "briefings_article_version": lambda: _of_article("briefings_article_version", 1),
    "briefings_article_compare": lambda: _of_article("briefings_article_compare"),
    "briefings_article_changes": lambda: _of_article("briefings_article_changes"),
    "briefings_article_other_language": lambda: _of_article("briefings_article_other_language"),
    "briefings_article_link_targets": lambda: _one("briefings_article_link_targets", queries=("?q=ports",)),
    "briefings_article_block_content": lambda: {
        "": [f"{reverse('admin:briefings_article_block_content')}?kind=data_table&table={_object('datatable').pk}"]
    },
    "briefings_article_typed": lambda: _one("briefings_article_typed"),
    "briefings_article_share": lambda: _one("briefings_article_share", _long_article().pk),
    "briefings_byline_visibility": lambda: _one("briefings_byline_visibility", Byline.objects.earliest("pk").pk),
    "briefings_edition_forced": lambda: _one("briefings_edition_forced"),
    "briefings_image_thumbnail": lambda: _one("briefings_image_thumbnail", Image.objects.earliest("pk").pk),
    "briefings_image_picture": lambda: _one("briefings_image_picture", Image.objects.earliest("pk").pk),
    "briefings_datatable_preview": lambda: _one("briefings_datatable_preview", _object("datatable").pk),
    "briefings_batch_undo": lambda: _one("briefings_batch_undo", _object("batch").pk),
    "briefings_series_values": lambda: _one("briefings_series_values", _series().pk),
    "briefings_series_new_values": lambda: _one("briefings_series_new_values", _series().pk),
    "briefings_series_value": _value,
    "briefings_series_printed": _where_printed,
    "briefings_series_start": lambda: _one("briefings_series_start"),
    "briefings_series_show": lambda: _one("briefings_series_show", _series().pk),
    "briefings_series_prefer": lambda: _one("briefings_series_prefer", _series().pk),
    "briefings_user_invite": lambda: _one("briefings_user_invite"),
}
