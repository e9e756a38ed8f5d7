"""deploy/nginx.conf in front of a small server that says what it received."""

import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from django.test import override_settings

from benchmarks.rehearsal import nginx
from benchmarks.rehearsal.client import Client
from benchmarks.rehearsal.programs import Program, free_port, wait_until
from tests.test_security_headers import PRODUCTION, OverHttps
from tests.upstream import PUBLIC, Site

TOKEN = "k3abcdefghijklmnopq"

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
MISSING = pytest.mark.skipif(not (shutil.which("nginx") and BROTLI.exists()), reason="nginx or its brotli is missing")
pytestmark = [pytest.mark.slow, pytest.mark.once, MISSING]


@pytest.fixture(scope="module")
def folder():
    folder = Path(tempfile.mkdtemp(prefix="nginx-"))
    folder.chmod(0o755)  # nginx reads files as another user
    for name in ("logs", "certificates", "home/static/briefings", "home/current"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(nginx.ROOT / "deploy", folder / "home/current/deploy")
    static = folder / "home/static/briefings"
    for name in ("site.0123456789ab.css", "site.css"):
        (static / name).write_text("plain")
        (static / f"{name}.gz").write_text("gzip")
        (static / f"{name}.br").write_text("brotli")
    (static / "site.js.map").write_text("{}")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def proxy(folder):
    sockets = folder / "run"
    for number in ("1", "2"):
        (sockets / number).mkdir(parents=True)
    certificates, ports = folder / "certificates", {"http_port": free_port(), "https_port": free_port()}
    subprocess.run(nginx.certificate_command(certificates), check=True, stderr=subprocess.DEVNULL)
    path = folder / "nginx.conf"
    path.write_text(
        nginx.configuration(folder=folder, home=folder / "home", sockets=sockets, certificates=certificates, **ports)
    )
    program = Program("nginx", nginx.command(path, folder / "logs"), log=folder / "logs" / "nginx.log")
    program.start()
    try:
        wait_until(lambda: listens(ports["https_port"]), "nginx")
        yield ports | {"sockets": sockets, "certificate": certificates / "fullchain.pem"}
    finally:
        program.stop()


@pytest.fixture
def site(proxy):
    site = Site()
    for number in ("1", "2"):
        (proxy["sockets"] / number / "site.sock").unlink(missing_ok=True)
        site.listen(proxy["sockets"] / number / "site.sock")
    yield site
    site.close()


@pytest.fixture
def visitor(proxy, site, request):
    """A browser from an address of its own; `page` is an address that no other test reads."""
    client = Client(proxy["https_port"], proxy["certificate"], f"127.0.20.{abs(hash(request.node.name)) % 250 + 1}")
    client.page = f"/en/{request.node.name.replace('[', '-').replace(']', '')}/"
    yield client
    client.close()


def get(visitor, path=None, **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.request("GET", path or visitor.page, headers=sent)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def log_of(folder, *, until):
    """The access log once it has the path `until`: nginx writes a line after it has answered."""
    log = folder / "logs" / "access.log"
    wait_until(lambda: f'"{until}"' in log.read_text(), until)
    return log.read_text()


def test_forwarded_headers_are_set_and_those_of_clients_dropped(visitor, site):
    forged = {
        "X-Forwarded-For": "1.2.3.4", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http",
        "Forwarded": "for=1.2.3.4", "X-Real-IP": "1.2.3.4", "X-Request-ID": "forged", "Proxy": "http://evil.example",
        "X_Forwarded_For": "1.2.3.4", "X_Forwarded_Proto": "http", "X_Anything": "1", "Cookie": "sessionid=abc",
    }  # fmt: skip
    visitor.request("GET", visitor.page, headers=forged)
    assert site.last["x-forwarded-for"].startswith("127.0.20.")
    assert (site.last["x-forwarded-proto"], site.last["host"]) == ("https", "briefings.example")
    assert len(site.last["x-request-id"]) == 32
    dropped = {"x-forwarded-host", "forwarded", "x-real-ip", "proxy", "x_forwarded_for", "cookie"}
    assert not dropped & site.last.keys()
    assert not [name for name in site.last if "_" in name]


def test_the_desk_receives_its_cookies(visitor, site):
    get(visitor, "/admin/x/", Cookie="sessionid=abc")
    assert site.last["cookie"] == "sessionid=abc"


def test_a_page_is_asked_for_once_whatever_the_browser_writes_about_brotli(visitor, site):
    for accepted in ["gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "gzip,deflate,br,zstd", "br"]:
        get(visitor, Accept_Encoding=accepted)
    assert [headers["accept-encoding"] for _method, _path, headers in site.received] == ["br"]
    for accepted in ["gzip", "gzip, br;q=0", "deflate, gzip;q=0.5"]:
        get(visitor, Accept_Encoding=accepted)
    assert site.last["accept-encoding"] == "gzip"
    get(visitor, Accept_Encoding="identity")
    assert "accept-encoding" not in site.last or not site.last["accept-encoding"]
    assert len(site.received) == 3


def test_many_readers_of_a_new_page_make_one_request(proxy, visitor, site):
    clients = [Client(proxy["https_port"], proxy["certificate"], f"127.0.21.{n}") for n in range(1, 21)]
    threads = [threading.Thread(target=client.request, args=("GET", visitor.page)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for client in clients:
        client.close()
    assert len(site.received) < 5  # 1, where the answer does not take longer than the others wait for it


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin", "/admin/preview/1/", "/en/shared/abc/", "/es/compartido/abc/"], ids=str
)
def test_the_desk_and_shared_drafts_are_never_stored(visitor, site, path):
    for _time in range(2):
        get(visitor, path)
    assert len(site.received) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private, no-store"},
        {},
        {"Cache-Control": PUBLIC, "Vary": "Accept-Language"},
        {"Cache-Control": PUBLIC, "Set-Cookie": "a=b"},
    ],
    ids=["no-store", "silent", "varies", "cookie"],
)
def test_what_the_site_does_not_let_be_stored_is_not(visitor, site, headers):
    site.headers = headers
    for _time in range(2):
        get(visitor)
    assert len(site.received) == 2


def test_readyz_is_not_for_the_public(visitor, site):
    assert get(visitor, "/readyz").status == 404 and not site.received


def test_forms_are_never_stored(visitor, site):
    for _time in range(2):
        visitor.request("POST", visitor.page, "a=b", {"Content-Type": "application/x-www-form-urlencoded"})
    assert [method for method, _path, _headers in site.received] == ["POST", "POST"]


def test_readers_get_the_old_page_when_the_site_fails_or_is_gone(visitor, site):
    site.headers = {"Cache-Control": "public, max-age=1"}
    first = get(visitor).body
    time.sleep(2.1)
    site.status = 500
    assert (get(visitor).status, get(visitor).body) == (200, first)
    site.status = 503
    assert get(visitor).body == first
    site.close()
    assert get(visitor).body == first


def test_a_failure_is_not_stored(visitor, site):
    site.status = 503
    assert get(visitor).status == 503
    site.status = 200
    assert get(visitor).status == 200


def test_without_the_site_a_page_that_nobody_read_is_a_503_of_our_own(visitor, site):
    site.close()
    answer = get(visitor)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert b"No responde" in answer.body or b"no responde" in answer.body
    assert "Cache-Control" not in answer.headers


def test_a_taken_down_page_replaces_the_stored_one(visitor, site):
    site.headers = {"Cache-Control": "public, max-age=1"}
    get(visitor)
    time.sleep(2.1)
    site.status = 410
    assert get(visitor).status == 410
    site.close()
    assert get(visitor).status == 410


def test_the_log_has_no_address_of_a_reader_and_no_secret_link(visitor, site, folder):
    paths = [
        f"/en/shared/{TOKEN}/", f"/es/compartido/{TOKEN}/a.png", f"/admin/invitation/{TOKEN}/",
        f"/admin/account/password/new/3/{TOKEN}/", f"/en/?q={TOKEN}",
        f"/es/shared/{TOKEN}/", f"/shared/{TOKEN}", f"/en/compartido/{TOKEN}/", f"/en//shared/{TOKEN}/",
        f"/EN/SHARED/{TOKEN}/", f"/%65n/shared/{TOKEN}/", f"/en/shared%2F{TOKEN}/", f"/en/s%68ared/{TOKEN}/",
        f"/admin//invitation/{TOKEN}/",
    ]  # fmt: skip
    for path in paths:
        get(visitor, path, Referer=f"https://briefings.example/en/shared/{TOKEN}/", User_Agent="Reader")
    site.close()
    get(visitor, paths[0])
    get(visitor, "/en/last/")
    written = log_of(folder, until="/en/last/") + (folder / "logs" / "error.log").read_text()
    assert "/en/shared/…" in written and "/admin/invitation/…" in written
    assert TOKEN not in written and "127.0." not in written and "Reader" not in written
    assert json.loads(written.splitlines()[0])["status"]


def test_static_files_are_served_as_stored(visitor):
    path = "/static/briefings/site.0123456789ab.css"
    assert get(visitor, path, Accept_Encoding="gzip, br").body == b"brotli"
    assert get(visitor, path, Accept_Encoding="gzip").body == b"gzip"
    plain = get(visitor, path, Accept_Encoding="identity")
    assert (plain.body, plain.headers["Vary"]) == (b"plain", "Accept-Encoding")
    assert plain.headers["Cache-Control"] == "public, max-age=315360000, immutable"
    assert get(visitor, "/static/briefings/site.css").headers["Cache-Control"] == "public, max-age=60"
    assert get(visitor, "/static/briefings/site.js.map").status == 404


def test_static_files_and_errors_have_the_headers_that_the_site_gives_them(visitor, site, db):
    with override_settings(**PRODUCTION):
        of_site = OverHttps().get("/no-such-page/").headers
    names = [
        "Strict-Transport-Security", "Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Resource-Policy",
        "Cross-Origin-Opener-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
    ]  # fmt: skip
    wanted = {name: [of_site[name]] for name in names}
    static = get(visitor, "/static/briefings/site.css")
    site.close()
    for response in (static, get(visitor)):
        assert {name: response.headers.get_all(name) for name in names} == wanted


def test_headers_of_the_site_are_not_sent_twice(visitor, site):
    site.headers |= {"Content-Security-Policy": "default-src 'self'", "Referrer-Policy": "same-origin"}
    for _time in range(2):
        headers = get(visitor).headers
        assert headers.get_all("Content-Security-Policy") == ["default-src 'self'"]
        assert headers.get_all("Referrer-Policy") == ["same-origin"]


def test_a_large_form_reaches_the_desk_only(visitor, site):
    body, form = "x" * 1_000_000, {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.request("POST", "/admin/x/", body, form).status == 200
    answer = visitor.request("POST", visitor.page, body, form)
    assert answer.status == 413 and len(site.received) == 1


def test_readers_are_not_sent_to_a_site_that_is_busy_while_the_other_is_not(proxy, visitor, site):
    editor = Client(proxy["https_port"], proxy["certificate"], "127.0.22.1", timeout=60)
    save = threading.Thread(target=editor.request, args=("POST", "/admin/long/", "a=b"))
    save.start()
    wait_until(lambda: site.received, "the long request")
    for number in range(10):
        assert get(visitor, f"{visitor.page}{number}/").status == 200
    site.go_on.set()
    save.join()
    editor.close()
    assert sorted(site.by_socket.values()) == [1, 10]


@pytest.mark.parametrize("path", ["/en/shared/abc/x.jpg", "/admin/log.csv", "/en/a-picture.jpg"])
def test_a_reader_who_does_not_read_a_large_answer_does_not_occupy_the_site(visitor, site, path):
    site.padding = 6_000_000
    visitor.connection.request("GET", path, headers={"Host": "briefings.example"})
    wait_until(lambda: site.answered, "the whole answer taken by nginx")


def test_one_address_cannot_ask_the_desk_without_end(visitor, site):
    answers = (get(visitor, "/admin/x/").status for _time in range(5000))  # 20 a second, 100 at once
    assert 429 in answers
