"""What `benchmarks.killing` starts and kills: one process that prepares, or checks what is there and publishes once."""

import io
import sys
import uuid

import django


def prepare():
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_demo", force=True, stdout=io.StringIO())


def _article():
    from briefings.articles.models import Article

    return Article.objects.filter(language="en", workflow__address__isnull=False).earliest("pk")


def publish():
    """A new summary, saved and submitted by its author and published by an editor."""
    from django.db import transaction

    from briefings.accounts.models import User
    from briefings.articles.actions import approve_and_publish, article_saved, submit
    from briefings.articles.models import Article
    from briefings.articles.resolving import resolve
    from briefings.roles import EDITOR

    article = _article()
    author = article.workflow.owner
    editor = User.objects.filter(groups__name=EDITOR).exclude(pk=author.pk).earliest("pk")
    article.summary = f"Round {uuid.uuid4()}."
    with transaction.atomic():
        article.save()
        article_saved(article, by=author)
    submit(article, by=author)
    seen = resolve(Article.objects.get(pk=article.pk)).signed
    approve_and_publish(article, by=editor, seen=seen, change_kind="update", note="Another round.")


def check():
    """How many editions there are; AssertionError where anything is not in step with them."""
    from briefings.articles.models import Edition
    from briefings.articles.resolving import resolve
    from briefings.documents.reading import cited_sources, figure_uses, words
    from briefings.documents.rendering import render_document
    from briefings.history.models import Event, FieldChange
    from briefings.search.models import SearchDocument
    from briefings.statistics.models import Observation

    article = _article()
    editions = list(article.editions.order_by("number"))
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1)), "a gap or a duplicate"
    events = Event.objects.filter(act="publish", target_type="article", target_id=article.pk)
    told = {event.detail["edition"]: event.detail["sha256"] for event in events}
    assert told == {edition.number: edition.sha256 for edition in editions}, "the history is not in step"
    assert len(told) == events.count(), "an edition is told twice"
    for edition in editions[-2:]:
        wanted = figure_uses(edition.data)
        assert edition.figure_uses.count() == len(wanted), "figure uses are missing"
        assert edition.citations.count() == len(cited_sources(edition.data)), "citations are missing"
        assert edition.renderings.get().html == render_document(edition.data), "another rendering"
        vintages = {use["vintage_id"] for use in wanted}
        uncited = Observation.objects.filter(vintages__in=vintages, cited=False)
        assert not uncited.exists(), "an observation does not know that it is cited"
    last = editions[-1]
    found = SearchDocument.objects.filter(kind="edition", target_id__in=[edition.pk for edition in editions])
    assert [row.target_id for row in found] == [last.pk], "the search finds another edition"
    assert found.get().text == words(last.data), "the search has other words"
    assert Edition.objects.latest().get(article=article).pk == last.pk, "readers see another edition"
    assert article.workflow.stage in ("draft", "in_review"), "the workflow is elsewhere"
    assert resolve(article).content_hash != last.content_hash or article.workflow.stage == "draft", "published twice"
    saved = FieldChange.objects.about(article).filter(act="change").order_by("-pk").first()
    assert saved is None or saved.changes["summary"][1] == article.summary, "a change that is not there is on record"
    saves = Event.objects.filter(act="save", target_type="article", target_id=article.pk)
    assert saves.latest("pk").detail["version"] == article.version, "a save that is not there is on record"
    return len(editions)


def main():
    """Say how many editions there are, then "begin", and publish; without "publish" only the first."""
    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    print(check(), flush=True)
    if sys.argv[1] == "publish":
        print("begin", flush=True)
        publish()
        print("done", flush=True)


if __name__ == "__main__":
    main()
