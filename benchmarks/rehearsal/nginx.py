"""The shipped nginx.conf with other ports and paths."""

import re

from .client import HOST
from .programs import ROOT


def configuration(*, folder, home, sockets, certificates, http_port, https_port):
    """deploy/nginx.conf for these folders and ports; it listens on IPv4 loopback only. Logs are in `folder`/logs."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = re.sub(r" *listen \[::\].*\n", "", text)
    replaced = {
        "listen 80": f"listen 127.0.0.1:{http_port}",
        "listen 443": f"listen 127.0.0.1:{https_port}",
        "/run/nginx.pid": folder / "nginx.pid",
        "/run/briefings": sockets,
        "/var/log/nginx": folder / "logs",
        "/run/nginx-pages": sockets / "nginx-pages",
        f"/etc/letsencrypt/live/{HOST}": certificates,
        "/srv/briefings": home,
    }
    for shipped, here in replaced.items():
        assert shipped in text, f"deploy/nginx.conf: {shipped} is not there"
        text = text.replace(shipped, str(here))
    return text


def certificate_command(folder):
    """Makes a certificate for HOST that its own key signs."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-days", "2"]
    return [*command, "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]


def command(path, logs):
    return ["nginx", "-e", logs / "nginx.log", "-c", path, "-g", "daemon off;"]
