"""One rule for one-line texts, in every field of models and forms; and how texts are searched."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

import briefings
from briefings.accounts.actions.invitations import invite
from briefings.accounts.actions.pasted_invitations import plan_invitations
from briefings.accounts.models import User
from briefings.articles.models import Article
from briefings.lib.texts import AddressField, LineField, LineFormField, clean_line
from briefings.media.actions import describe_image
from briefings.sharing.actions import share
from briefings.topics.models import Topic
from briefings.upkeep.actions import close_desk
from tests import make
from tests.articles.scenes import picture

# Written by the site itself, copied from clean lines, or in a form that the machine checks.
OF_THE_SITE = {
    "User.password", "User.username", "Invitation.nonce", "AreaAlias.folded", "Rendering.renderer", "FigureUse.key",
    "FigureUse.expression", "FigureUse.text", "Edition.title", "Citation.locator", "Citation.licence",
    "Comment.excerpt", "SavedVersion.act", "Mail.act", "Mail.target_type", "PublicToken.token", "TypedCopy.token",
    "Backup.name", "ShareLink.nonce", "SwitchedOff.kind", "ImportFile.encoding", "ImportFile.delimiter",
    "FileMapping.headings", "Quarantine.backup", "SearchDocument.kind", "SearchDocument.language",
    "SearchDocument.title", "SearchDocument.url", "SearchDocument.key", "Card.kind", "Card.language", "Card.made_from",
    "Workflow.submitted_hash", "Workflow.sent_hash", "Workflow.approved_hash",
    "Edition.content_hash", "Address.kind", "DataTable.finding_values",
}  # fmt: skip
OF_EVERY_MODEL = {"sort_en", "sort_es", "region", "sha256"}
OF_LOGS = {"Event", "FieldChange"}
HIDDEN_OR_EXACT = {"token", "credential", "username", "login", "code", "seen"}


def lines_of_models():
    for model in apps.get_app_config("briefings").get_models():
        for field in model._meta.local_fields:
            is_line = isinstance(field, models.CharField) and not field.choices
            if is_line and field.name not in OF_EVERY_MODEL and model.__name__ not in OF_LOGS:
                yield f"{model.__name__}.{field.name}", field


def test_every_line_of_a_model_follows_the_rule():
    kinds = LineField, AddressField, models.EmailField, models.URLField
    without = {name for name, field in lines_of_models() if not isinstance(field, kinds)}
    assert without == OF_THE_SITE


def form_classes(start=forms.BaseForm):
    for module in pkgutil.walk_packages(briefings.__path__, "briefings."):
        if ".migrations" not in module.name and ".management" not in module.name:
            importlib.import_module(module.name)
    waiting = [start]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("briefings."):
                yield form


def test_every_line_of_a_form_follows_the_rule():
    kinds = LineFormField, forms.EmailField, forms.URLField, forms.SlugField, forms.JSONField, forms.UUIDField
    others = forms.Textarea | forms.PasswordInput
    seen, without = 0, set()
    for form in form_classes():
        for name, field in form.base_fields.items():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, others):
                seen += 1
                if not isinstance(field, kinds) and name not in HIDDEN_OR_EXACT:
                    without.add(f"{form.__module__}.{form.__name__}.{name}")
    assert seen > 20
    assert without == set()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Man\u0303abi\u0301", "Mañabí"),
        ("4\u202e886\u200b", "4886"),
        ("\ufeffPorts\r\nand\tprisons\x00 ", "Ports  and prisons"),
        ("4\u00a0886", "4\u00a0886"),
        ("\u200b", ""), ("\u2800\u3164", ""), ("\u0301", ""), (" \u00a0", ""), ("☂", "☂"),
    ],
)  # fmt: skip
def test_clean_line(typed, kept):
    assert clean_line(typed) == kept


def test_name_without_anything_visible_is_refused_in_both_languages(editor, signed_in):
    client = signed_in(editor)
    for language, words in (("en", "Nothing in this text can be seen"), ("es", "no se ve nada")):
        editor.language = language
        editor.save()
        assert words in client.post("/admin/briefings/topic/add/", {"name_en": "\u200b\u2060", "slug": "x"}).text
    assert not Topic.objects.exists()


def test_title_without_anything_visible_is_none(author, signed_in):
    signed_in(author).post(
        "/admin/briefings/article/add/", {"title": "\u200b\u2060", "language": "en", "kind": "briefing"}
    )
    assert not Article.objects.exclude(title="").exists()


def test_models_are_cleaned_and_refuse_what_is_invisible(db):
    topic = Topic(name_en="Ports\u200b", name_es="\u200b", slug="Ports-And-More")
    topic.full_clean(exclude=["sort_en", "sort_es"])
    assert (topic.name_en, topic.name_es, topic.slug) == ("Ports", "", "ports-and-more")
    topic.name_en = "\u200b"
    with translation.override("es"), pytest.raises(ValidationError, match="no se ve nada"):
        topic.full_clean(exclude=["sort_en", "sort_es"])


def test_acts_refuse_what_is_invisible(administrator, author):
    draft, image = make.article(by=author), picture(author)
    with pytest.raises(ValidationError, match="name"):
        invite(email="x@example.org", name="\u200b", roles=["Author"], language="en", by=administrator)
    plan = plan_invitations("x@example.org,\u200b,Author", language="en", by=administrator)
    assert [problem.line for problem in plan.problems] == [1]
    assert not User.objects.filter(email="x@example.org").exists()
    with pytest.raises(ValidationError, match="Say who"):
        share(draft, by=author, for_whom="\u200b")
    assert share(draft, by=author, for_whom="Dr\u202e Rojas").for_whom == "Dr Rojas"
    with pytest.raises(ValidationError, match="Say why"):
        close_desk(by=None, reason="\u200b")
    with pytest.raises(ValidationError, match="Describe"):
        describe_image(image, by=author, alt_en="\u200b", alt_es="")


def test_stored_lines_of_former_days_can_still_be_read(author, signed_in):
    draft = make.article(by=author)
    Article.objects.filter(pk=draft.pk).update(title="Old\u200b")
    assert signed_in(author).get(f"/admin/briefings/article/{draft.pk}/change/").status_code == 200
