from django.test import RequestFactory

from briefings.middleware import is_staff_path


def test_robots_txt_allows_everything_and_names_no_private_address(client, db, settings):
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain")
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    assert "max-age=30" in answer.headers["Cache-Control"]


def test_address_is_public(db):
    assert not is_staff_path(RequestFactory().get("/robots.txt"))
