import pytest
from django.urls import reverse

from briefings.history.models import Event
from briefings.media.actions import upload_image
from briefings.media.models import Image
from tests import make
from tests.kinds import PictureBlock
from tests.media.pictures import SVG, camera_jpeg, picture, upload

LIST = "/admin/briefings/image/"
ADD = f"{LIST}add/"


def form(content=None, **fields):
    plain = {"alt_en": "A pier", "alt_es": "", "credit": "M. Rojas", "licence": "CC BY 4.0"}
    return plain | {"upload": upload(content)} | fields


def uploaded(by, content=None, **texts):
    return upload_image(upload(content), by=by, **({"alt_en": "A pier"} | texts))


def page_of(image, page="change"):
    return reverse(f"admin:briefings_image_{page}", args=[image.pk])


@pytest.mark.parametrize("role", ["author", "editor", "analyst"])
def test_roles_that_upload_see_the_form(signed_in, request, role):
    browser = signed_in(request.getfixturevalue(role))
    assert 'type="file"' in browser.get(ADD).text
    assert browser.post(ADD, form()).status_code == 302
    assert Image.objects.get().credit == "M. Rojas"


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_other_roles_see_the_list_and_a_forged_upload_is_refused(signed_in, request, role):
    browser = signed_in(request.getfixturevalue(role))
    assert browser.get(LIST).status_code == 200
    assert browser.get(ADD).status_code == browser.post(ADD, form()).status_code == 403
    assert not Image.objects.exists()


def test_anonymous_request_is_redirected_to_the_login(reader, author):
    image = uploaded(author)
    for page in ("change", "thumbnail", "picture"):
        assert reader.get(page_of(image, page)).status_code == 302


def test_error_is_shown_at_the_file_and_the_texts_are_kept(signed_in, author):
    page = signed_in(author).post(ADD, form(SVG, alt_en="Typed with care")).text
    assert "This is not a picture in JPEG, PNG or WebP." in page
    assert "Typed with care</textarea>" in page
    assert not Image.objects.exists()


def test_storage_error_is_shown_at_the_file_and_the_texts_are_kept(signed_in, author, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image._meta.get_field("file").storage, "save", full)
    answer = signed_in(author).post(ADD, form(alt_en="Typed with care"))
    assert answer.status_code == 200
    assert "could not be stored" in str(answer.context["adminform"].form.errors["upload"])
    assert "Typed with care</textarea>" in answer.text
    assert not Image.objects.exists()


def test_error_for_a_missing_text_is_shown_once(signed_in, author):
    page = signed_in(author).post(ADD, form(alt_en="  ")).text
    assert page.count(">Describe the picture in at least one language.<") == 1
    assert not Image.objects.exists()


def test_missing_file_shows_an_error(signed_in, author):
    fields = form()
    del fields["upload"]
    assert "This field is required." in signed_in(author).post(ADD, fields).text


def test_second_upload_leads_to_the_first_picture_unchanged(signed_in, author, other_author):
    image = uploaded(author, alt_en="A pier in Manta")
    answer = signed_in(other_author).post(ADD, form(alt_en="Another description"), follow=True)
    assert "already here" in answer.text
    image.refresh_from_db()
    assert Image.objects.count() == 1 and image.alt_en == "A pier in Manta"
    signed_in(other_author).post(ADD, form(_popup="1"))
    assert "already here" not in signed_in(other_author).get("/admin/").text


def test_who_uploaded_is_named_without_a_link_to_the_account(signed_in, author, editor):
    page = signed_in(editor).get(page_of(uploaded(author))).text
    assert str(author) in page
    assert "/admin/briefings/user/" not in page


def test_texts_can_be_changed_but_not_the_file(signed_in, editor, author):
    image = uploaded(author)
    signed_in(editor).post(page_of(image), form(picture(colour=(0, 0, 9)), alt_en="A pier at dusk", sha256="0" * 64))
    image.refresh_from_db()
    assert image.alt_en == "A pier at dusk" and image.sha256 == image.file.name[:64]
    assert Event.objects.get(act="describe_image").by_name == "elena"


@pytest.mark.parametrize("page", ["thumbnail", "picture"])
def test_staff_see_a_private_picture_that_is_not_cached(signed_in, auditor, author, page):
    answer = signed_in(auditor).get(page_of(uploaded(author, camera_jpeg()), page))
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("image/")
    assert "no-store" in answer.headers["Cache-Control"]


def test_account_without_a_role_sees_no_picture(signed_in, author, db):
    image = uploaded(author)
    author.groups.clear()
    for page in ("change", "thumbnail", "picture"):
        assert signed_in(author).get(page_of(image, page)).status_code == 403


def test_missing_file_does_not_break_the_list(signed_in, author):
    image = uploaded(author)
    image.file.storage.delete(image.file.name)
    browser = signed_in(author)
    assert browser.get(LIST).status_code == 200
    assert browser.get(page_of(image, "thumbnail")).status_code == 404


def test_list_can_be_searched_and_narrowed(signed_in, author):
    uploaded(author, alt_en="A pier")
    uploaded(author, picture(colour=(9, 9, 9)), alt_en="", alt_es="Una cárcel")
    browser = signed_in(author)
    assert "Una cárcel" not in browser.get(LIST, {"q": "pier"}).text
    assert "A pier" not in browser.get(LIST, {"missing": "alt_en"}).text
    assert "A pier" in browser.get(LIST, {"use": "none"}).text
    assert "A pier" not in browser.get(LIST, {"use": "public"}).text


@pytest.fixture
def block(author):
    return PictureBlock, {"image": uploaded(author)}


def test_form_names_the_public_editions_that_show_the_picture(signed_in, author, other_author, editor, block):
    make.edition("Ports under pressure", by=author, approver=editor, blocks=[block])
    assert "Ports under pressure (1), public" in signed_in(other_author).get(page_of(block[1]["image"])).text


@pytest.mark.parametrize(
    ("role", "reads"), [("author", True), ("editor", True), ("auditor", True), ("other_author", False)]
)
def test_form_names_drafts_to_those_who_may_read_them(signed_in, request, author, block, role, reads):
    make.article("Canary draft", by=author, blocks=[block])
    page = signed_in(request.getfixturevalue(role)).get(page_of(block[1]["image"])).text
    assert ("Canary draft" in page) is reads


def test_list_takes_as_many_queries_with_many_pictures(signed_in, author, django_assert_max_num_queries):
    browser = signed_in(author)
    for shade in range(20):
        uploaded(author, picture(colour=(shade, 0, 0)))
    with django_assert_max_num_queries(8):
        browser.get(LIST)


def test_editor_deletes_an_unused_picture(signed_in, editor, author):
    image = uploaded(author)
    signed_in(editor).post(page_of(image, "delete"), {"post": "yes"})
    assert not Image.objects.exists()
    assert Event.objects.filter(act="delete_image").exists()


def test_picture_of_an_edition_cannot_be_deleted(signed_in, editor, author, block):
    make.edition(by=author, approver=editor, blocks=[block])
    signed_in(editor).post(page_of(block[1]["image"], "delete"), {"post": "yes"})
    assert Image.objects.exists()
