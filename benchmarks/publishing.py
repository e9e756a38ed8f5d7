"""The process that `benchmarks.killing` starts and kills: it prepares the database, or checks it and publishes once."""

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


def publish(article=None):
    """Save and submit a new summary of the article as its author, approve and publish it as an editor."""
    from django.db import transaction

    from briefings.accounts.models import User
    from briefings.articles.actions import approve_and_publish, article_saved, submit
    from briefings.articles.models import Article
    from briefings.articles.resolving import resolve
    from briefings.roles import EDITOR

    article = article or _article()
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
    """The number of editions; AssertionError when anything does not match them."""
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
    logged = {event.detail["edition"]: event.detail["sha256"] for event in events}
    assert logged == {edition.number: edition.sha256 for edition in editions}, "the log does not match the editions"
    assert len(logged) == events.count(), "an edition is in the log twice"
    for edition in editions[-2:]:
        expected = figure_uses(edition.data)
        assert edition.figure_uses.count() == len(expected), "figure uses are missing"
        assert edition.citations.count() == len(cited_sources(edition.data)), "citations are missing"
        assert edition.renderings.get().html == render_document(edition.data), "another rendering"
        vintages = {use["vintage_id"] for use in expected}
        uncited = Observation.objects.filter(vintages__in=vintages, cited=False)
        assert not uncited.exists(), "an observation is not marked as cited"
    last = editions[-1]
    rows = SearchDocument.objects.filter(kind="edition", target_id__in=[edition.pk for edition in editions])
    assert [row.target_id for row in rows] == [last.pk], "the search index has another edition"
    assert "{0.title}\n{0.text}".format(rows.get()) == words(last.data), "the search index has another text"
    assert Edition.objects.latest().get(article=article).pk == last.pk, "readers see another edition"
    assert article.workflow.stage in ("draft", "in_review"), "unexpected stage"
    assert resolve(article).content_hash != last.content_hash or article.workflow.stage == "draft", "published twice"
    saved = FieldChange.objects.about(article).filter(act="change").order_by("-pk").first()
    assert saved is None or saved.changes["summary"][1] == article.summary, "the log has a change that was not saved"
    saves = Event.objects.filter(act="save", target_type="article", target_id=article.pk)
    assert saves.latest("pk").detail["version"] == article.version, "the log has a save that did not happen"
    return len(editions)


def main():
    """Print the number of editions; with "publish" also print "begin", publish, and print "done"."""
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
