from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from briefings.articles.actions import publishing
from briefings.articles.actions.publishing import rerender, without_rendering
from briefings.articles.models import Rendering
from briefings.documents.rendering import NotEqual, render_document

from .. import make
from .scenes import every_block

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(author, editor):
    return make.edition("Ports", by=author, approver=editor, blocks=every_block(author))


@pytest.fixture
def renderer(monkeypatch):
    """A function that puts another renderer in the place of the present one, one that changes the HTML so."""

    def use(change, name="2099-01"):
        monkeypatch.setattr(publishing, "RENDERER", name)
        monkeypatch.setattr(publishing, "render_document", lambda data: change(render_document(data)))

    return use


def test_better_renderer_adds_a_rendering_and_readers_get_it(edition, renderer, reader):
    renderer(lambda html: html.replace('class="prose"', 'class="prose better"'))
    assert list(without_rendering()) == [edition]
    made = rerender(edition)
    assert (made.renderer, edition.renderings.count()) == ("2099-01", 2)
    assert list(without_rendering()) == []
    assert "prose better" in reader.get("/en/briefings/ports/").content.decode()


def test_second_call_adds_nothing(edition, renderer):
    renderer(lambda html: html)
    assert rerender(edition) == rerender(edition)
    assert edition.renderings.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda html: html.replace(">4,886<", ">4,887<", 1),
        lambda html: html.replace('value="4886"', 'value="4887"', 1),
        lambda html: html.replace('value="4886"', 'value="4886.0"', 1),
        lambda html: html.replace('<data id="', '<span id="', 1).replace("</data>", "</span>", 1),
        lambda html: html.replace("Three ports.", "Three  port."),
        lambda html: html.replace("Three ports.", "Three ports. Four."),
        lambda html: html.replace("Three ports.", ""),
        lambda html: "",
    ],
)
def test_renderer_that_shows_something_else_is_refused(change, edition, renderer):
    renderer(change)
    with pytest.raises(NotEqual):
        rerender(edition)
    assert edition.renderings.count() == 1


def test_every_stored_rendering_counts_in_the_proof(edition, renderer):
    Rendering.objects.create(edition=edition, renderer="odd", html="<p>Something else.</p>", created_at=timezone.now())
    renderer(lambda html: html)
    with pytest.raises(NotEqual):
        rerender(edition)


def test_command_renders_what_it_can_and_names_what_it_cannot(edition, author, editor, renderer):
    make.edition("Prisons", by=author, approver=editor)
    renderer(lambda html: html.replace("4,886", "4,887"))
    out = StringIO()
    with pytest.raises(CommandError, match=r"Ports \(1\)"):
        call_command("rerender", stdout=out)
    assert "1 edition(s)" in out.getvalue()
    assert Rendering.objects.filter(renderer="2099-01").get().edition.title == "Prisons"


def test_command_goes_through_many_editions_and_twice_changes_nothing(author, editor, renderer):
    for _number in range(7):
        make.edition(by=author, approver=editor)
    renderer(lambda html: html)
    for wanted in ("7 edition(s)", "0 edition(s)"):
        out = StringIO()
        call_command("rerender", stdout=out)
        assert wanted in out.getvalue()
    assert Rendering.objects.count() == 14
