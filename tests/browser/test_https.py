"""The site as it runs in production: a server process of its own behind a proxy that ends HTTPS, under a name."""

import datetime
import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import expect

from tests.signing_in.scenes import code_of

from .test_second_factor import add_passkey, expect_desk, give_finger, sign_out

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
NAME = "briefings.example"
SITE = f"https://{NAME}"
PASSWORD = "seven green lamps"
INVITE = """
from briefings.accounts.actions.invitations import invite
from briefings.accounts.password_links import link_of
from briefings.accounts.models import User
from briefings.roles import EDITOR
root = User.objects.create_superuser("root", "root@example.org")
print(link_of(invite(email="ana@example.org", name="Ana Ruiz", roles=[EDITOR], language="en", by=root)))
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def environment(tmp_path):
    """Nothing but what the README tells to set."""
    key = "k3" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2
    return {
        "PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SITE_URL": SITE, "SECRET_KEY": key, "BEHIND_PROXY": "1",
        "EMAIL_URL": "none://",
    }  # fmt: skip


@pytest.fixture
def manage(environment):
    def run(*words):
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    return run


@pytest.fixture
def site_port(manage, environment):
    manage("migrate")
    manage("collectstatic", "--noinput")
    port = free_port()
    command = [sys.executable, "-m", "granian", "ecuador_site.wsgi:application", "--interface", "wsgi", "--no-ws"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=environment, **quiet)
    deadline = time.monotonic() + 30
    while not answers(port) and time.monotonic() < deadline:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            raise AssertionError("granian does not start.")
    yield port
    process.terminate()
    process.wait()


def certificate(folder):
    """Its file, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "certificate.pem"
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file


def passing_on(site_port):
    """What a proxy does: it says by which scheme and from where somebody came, and lets nobody else say it."""

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
            connection = http.client.HTTPConnection("127.0.0.1", site_port)
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            self.send_response_only(answer.status, answer.reason)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_GET = do_POST = pass_on

        def log_message(self, *words):
            pass

    return Proxy


@pytest.fixture
def proxy_port(site_port, tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), passing_on(site_port))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(proxy_port, browser_type, browser_type_launch_args, console):
    rules = f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{proxy_port}"
    options = browser_type_launch_args | {
        "args": [*browser_type_launch_args["args"], rules, "--ignore-certificate-errors"]
    }
    browser = browser_type.launch(**options)
    page = browser.new_context(ignore_https_errors=True).new_page()
    page.on("console", lambda message: message.type in ("error", "warning") and console.append(message.text))
    page.on("response", lambda answer: _look(answer, console))
    yield page
    browser.close()


def _look(answer, complaints):
    """Every answer comes from the site, by HTTPS, and says that nothing else will do."""
    if answer.url.startswith("data:"):
        return
    if not answer.url.startswith(f"{SITE}/") or "max-age=31536000" not in answer.headers["strict-transport-security"]:
        complaints.append(f"{answer.url}: {answer.headers}")


def enter_password(page):
    page.get_by_label("User name or e-mail address").fill("ana")
    page.get_by_label("Password:").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enter_code(page, code):
    page.get_by_label("Code:").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect_desk(page)


def test_from_the_invitation_to_the_desk_by_passkey_app_and_recovery_code(manage, page, console):
    link = re.search(rf"{SITE}/admin/invitation/\S+", manage("shell", "--no-imports", "-c", INVITE))[0]
    give_finger(page)
    page.goto(f"{SITE}/en/")
    assert page.context.cookies() == []

    page.goto(link)
    page.get_by_label("Password:", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.locator("form [type=submit]").click()
    page.get_by_role("link", name="Sign in").click()
    enter_password(page)
    add_passkey(page, "My laptop")
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.inner_text()
    page.get_by_role("link", name="go on").click()
    expect_desk(page)
    kept = {re.sub(r"-\d+$", "", cookie["name"]): cookie for cookie in page.context.cookies()}
    assert {name: (one["secure"], one["httpOnly"], one["sameSite"], one["path"]) for name, one in kept.items()} == {
        "sessionid": (True, True, "Lax", "/admin/"), "csrftoken": (True, False, "Lax", "/admin/"),
        "known-browser": (True, True, "Lax", "/admin/"),
    }  # fmt: skip

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect_desk(page)
    page.goto(f"{SITE}/admin/briefings/article/add/")
    expect(page.locator("#id_title")).to_be_visible()

    page.goto(f"{SITE}/admin/account/")
    page.get_by_role("link", name="Set up an authenticator app").click()
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Code that the app shows").fill(code_of(secret, -1))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("Your account").first).to_be_visible()
    sign_out(page)
    enter_password(page)
    enter_code(page, code_of(secret))
    sign_out(page)
    enter_password(page)
    enter_code(page, recovery)
