"""What the Nu HTML Checker (vnu.jar) says of pages. It needs Java and the jar, which is too large for requirements.txt:

npm install --no-save vnu-jar@26.9.27    (in the project's folder; or VNU_JAR=/path/of/vnu.jar)
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
JAR = Path(os.environ.get("VNU_JAR") or ROOT / "node_modules/vnu-jar/build/dist/vnu.jar")
TIME = 600  # seconds


def skip_without_checker():
    if shutil.which("java") is None:
        pytest.skip("Java is missing (Debian: apt-get install default-jre-headless), so no HTML was validated.")
    if not JAR.exists():
        pytest.skip(f"{JAR} is missing (npm install --no-save vnu-jar@26.9.27), so no HTML was validated.")


def faults(pages):
    """(address, message, extract) for each error and warning in the pages, {address: HTML}."""
    skip_without_checker()
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (address, text) in enumerate(pages.items()):
            names[f"{number}.html"] = address
            Path(folder, f"{number}.html").write_text(text)
        command = ["java", "-jar", str(JAR), "--format", "json", "--exit-zero-always", *names]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=TIME, check=True)
    return [
        (names[Path(message["url"]).name], message["message"], message.get("extract", ""))
        for message in json.loads(run.stderr)["messages"]
    ]
