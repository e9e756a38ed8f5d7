import pytest

from briefings.topics.models import Topic

from .. import make

TYPED = {"name_en": "Prisons", "name_es": "Cárceles", "slug": "prisons", "_make_public": "1"}


def test_editor_makes_a_topic_and_makes_it_public(signed_in, editor):
    signed_in(editor).post("/admin/briefings/topic/add/", TYPED)
    assert Topic.objects.get().is_public


@pytest.mark.parametrize("who", ["author", "analyst", "administrator", "auditor"])
def test_other_roles_cannot_add_topics(signed_in, request, who):
    assert signed_in(request.getfixturevalue(who)).post("/admin/briefings/topic/add/", TYPED).status_code == 403
    assert not Topic.objects.exists()


def test_only_a_private_topic_can_be_deleted(signed_in, editor):
    private, public = make.topic(public=False), make.topic()
    browser = signed_in(editor)
    browser.post(f"/admin/briefings/topic/{private.pk}/delete/", {"post": "yes"})
    assert browser.post(f"/admin/briefings/topic/{public.pk}/delete/", {"post": "yes"}).status_code == 403
    assert list(Topic.objects.all()) == [public]
