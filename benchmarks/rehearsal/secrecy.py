"""Whether logs hold what was secret in the rehearsal: passwords, keys, cookies, links, addresses of readers."""

import re

READER = re.compile(r"\b127\.(?!0\.0\.)\d+\.\d+\.\d+")


def leaks(site, traffic):
    """A sentence, and whether METRICS_DIR and the logs of site, nginx and deploy/ are clean."""
    secrets = {"key": [site.secret_key, *site.fallbacks.split(",")], "share link": [traffic.token]}
    secrets["password"] = [editor.password for editor in traffic.editors]
    secrets["second factor"] = [editor.secret for editor in traffic.editors]
    secrets["cookie"] = [
        morsel.value for editor in traffic.editors for morsel in editor.client.cookies.values() if morsel.value
    ]
    found, size = set(), 0
    counts = (site.run / "metrics").iterdir()  # METRICS_DIR
    for path in sorted([*site.logs.iterdir(), *counts]):
        text = path.read_text(errors="replace")
        size += len(text)
        found |= {f"a {kind} in {path.name}" for kind, values in secrets.items() for v in values if v and v in text}
        if address := READER.search(text):
            found.add(f"the address {address[0]} of a reader in {path.name}")
    count = sum(map(len, secrets.values()))
    return (
        f"{count} secrets and all readers' addresses searched in {size:,} bytes of logs and METRICS_DIR: "
        f"{sorted(found) or 'none'}",
        not found,
    )
