from django.db import OperationalError, connection


def test_health_is_200_when_the_database_answers(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_health_is_503_when_the_database_does_not_answer(client, monkeypatch):
    def refuse(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "database" in answer.content.decode()
