"""The app list of the desk in three groups, by what people do there."""

from django.utils.translation import gettext_lazy as _

GROUPS = [
    ("writing", _("Writing"), ["article", "edition", "image", "byline", "topic", "impact", "initiative", "synonyms"]),
    ("figures", _("Figures"), ["importfile", "series", "indicator", "area", "datatable", "source", "release", "batch"]),
    ("records", _("People and records"), ["user", "event", "mail"]),
]


def grouped(app_list: list[dict]) -> list[dict]:
    """Django's list of apps and models, regrouped; a group of which the person may see nothing is left out."""
    models = {model["object_name"].lower(): model for app in app_list for model in app["models"]}
    groups = [
        {"app_label": label, "name": name, "models": [models[key] for key in keys if key in models]}
        for label, name, keys in GROUPS
    ]
    return [group for group in groups if group["models"]]
