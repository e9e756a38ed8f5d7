"""Acts and mail with a real mail server, one that never answers, and none."""

import time

from briefings.accounts.acts import RESET_SECOND_FACTOR
from briefings.mail.actions import queue
from briefings.mail.models import Mail
from briefings.mail.sending import send_due
from briefings.roles import AUTHOR
from tests.people import person

from .smtp_server import mail_server

INVITE = "/admin/briefings/user/invite/"
BERTA = {"email": "berta@example.org", "name": "Berta Ruiz", "language": "es", "roles": [AUTHOR]}


def problems():
    return dict(Mail.objects.values_list("person__username", "problem"))


def test_mails_go_out_over_one_connection_and_one_refusal_stops_no_other(settings, db):
    people = [person("ana"), person("refused"), person("carla")]
    queue(RESET_SECOND_FACTOR, [one.pk for one in people], target=people[0])
    with mail_server(settings) as server:
        assert send_due() == (2, 1)
    assert [mail.count("To: ") for mail in server.mails] == [1, 1]
    assert server.connections == 1
    assert problems() == {"ana": "", "refused": "recipient", "carla": ""}
    refused = Mail.objects.get(person__username="refused")
    assert (refused.state, refused.code) == ("failed", 550)


def test_server_that_never_answers_delays_no_act_and_costs_one_time_limit(settings, administrator, signed_in):
    settings.EMAIL_TIMEOUT = 0.5
    client = signed_in(administrator)
    with mail_server(settings, is_silent=True) as server:
        assert client.post(INVITE, BERTA).status_code == 302
        assert server.connections == 0
        queue(RESET_SECOND_FACTOR, [administrator.pk] * 5, target=administrator)
        begun = time.monotonic()
        assert send_due() == (0, 6)
        assert time.monotonic() - begun < 2 * settings.EMAIL_TIMEOUT
    assert set(problems().values()) == {"unreachable"}


def test_without_anybody_listening_an_invitation_is_made_and_mailed_later(settings, administrator, signed_in):
    with mail_server(settings):
        pass
    assert signed_in(administrator).post(INVITE, BERTA).status_code == 302
    assert send_due() == (0, 1)
    Mail.objects.update(next_attempt_at="2000-01-01T00:00Z")
    with mail_server(settings) as server:
        assert send_due() == (1, 0)
    assert "berta@example.org" in server.mails[0]
