"""Times the import of transcripts, ours and Taguette's in turn, over HTTP on this machine.

  transcripts.py ENID --study FOLDER [--taguette PROGRAM] [--rounds 3] [--documents 40]

FOLDER holds a folder a format (vtt, txt, html, docx) with the same interviews, D1.vtt and so on. Prints documents a second and
processor time a document: the median of the rounds, the least and the most, and the ratio. A format that the peer cannot take
here is said to be skipped.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

FORMATS = ("vtt", "txt", "html", "docx")
# Taguette hands these to calibre, which takes seconds for each.
CONVERTED = ("txt", "docx")
TICK = os.sysconf("SC_CLK_TCK")


def processor_ms(pid):
    """Milliseconds of processor time of a process and its ended children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) * 1000 / TICK


class Browser:
    """Sends what a browser would, on one kept connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.cookies = {}

    def ask(self, method, path, body=None, kind=None, **headers):
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["Sec-Fetch-Site"] = "same-origin"
        if kind:
            headers["Content-Type"] = kind
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        if answer.status >= 400:
            sys.exit(f"{method} {path}: {answer.status} {text[:400]!r}")
        return answer, text

    def form(self, path, fields, **headers):
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(fields), kind, **headers)

    def upload(self, path, fields, files, **headers):
        edge = "edge-of-a-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        for field, name, content in files:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
            parts += [head.encode(), content, b"\r\n"]
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        return self.ask("POST", path, body, f"multipart/form-data; boundary={edge}", **headers)


class Enid:
    """Our server with the data of the demo, whose participant M1 gives every interview."""

    def __init__(self, program, folder, port):
        self.port = port
        log = open(folder / "enid.log", "w")
        self.process = subprocess.Popen(
            [program, "demo", "--port", str(port), "--data", folder / "data"], stdout=log, stderr=log
        )
        while "ready" not in (folder / "enid.log").read_text():
            if self.process.poll() is not None:
                sys.exit("enid ended; see " + str(folder / "enid.log"))
            time.sleep(0.05)
        lines = (folder / "enid.log").read_text().splitlines()
        link = next(line for line in lines if re.search("research lead", line, re.I) and "/links/" in line)
        path = re.search(r"(/links/\S+)", link).group(1)
        self.browser = Browser(port)
        _, page = self.browser.ask("GET", path)
        token = re.search(r'name="token" value="([^"]+)"', page.decode())
        fields = {"token": token.group(1) if token else path.rsplit("/", 1)[1], "next": ""}
        self.browser.form("/links/open", fields)
        self.csrf = self.token()
        self.rests()
        self.here = "/studies/marrowdale-study/transcripts/new"

    def rests(self):
        """Waits until the letters of the invented region are written, so that only what is asked for is measured."""
        used, before = processor_ms(self.process.pid), -1
        while used > before:
            time.sleep(1)
            before, used = used, processor_ms(self.process.pid)

    def token(self):
        _, page = self.browser.ask("GET", "/help")
        return re.search(r'name="csrf" value="([^"]+)"', page.decode()).group(1)

    def take(self, form, files):
        """Each file by itself: handed in, and kept since nothing of it has to be asked."""
        for _, content in files:
            named = [("files", f"M1-bench.{form}", content)]
            self.browser.upload(self.here, {"csrf": self.csrf, "at_once": "yes"}, named)

    def take_together(self, form, files):
        """All files in one upload."""
        named = [("files", f"M1-bench.{form}", content) for _, content in files]
        self.browser.upload(self.here, {"csrf": self.csrf, "at_once": "yes"}, named)

    def kept(self):
        _, page = self.browser.ask("GET", "/studies/marrowdale-study/transcripts")
        return page.decode().count('<th scope="row">')

    def long_desk(self, turns=10_000, times=9):
        """Seconds that the desk of a transcript of so many turns takes, and its size in bytes."""
        clock = lambda second: f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"
        cues = [
            f"{clock(3 * turn)} --> {clock(3 * turn + 2)}\n"
            f"{('INTERVIEWER', 'RESIDENT')[turn % 2]}: What was said in turn {turn}, at the length of a usual line of talk.\n"
            for turn in range(turns)
        ]
        self.take("vtt", [("long", ("WEBVTT\n\n" + "\n".join(cues)).encode())])
        _, page = self.browser.ask("GET", "/studies/marrowdale-study/transcripts")
        desk = re.findall(r'href="(/studies/[^"]*/desk)"', page.decode())[-1]
        took = []
        for _ in range(times):
            began = time.perf_counter()
            _, page = self.browser.ask("GET", desk)
            took.append(time.perf_counter() - began)
        shown = page.decode().count(' id="turn-')
        if shown != turns:
            sys.exit(f"the desk shows {shown} of {turns} turns")
        return took, len(page)


class Taguette:
    """The peer with an empty database and one project a format."""

    def __init__(self, program, folder, port):
        self.port, self.taken = port, 0
        config = folder / "taguette.py"
        database = folder / "taguette.sqlite3"
        settings = {
            "NAME": "bench", "BIND_ADDRESS": "127.0.0.1", "PORT": port, "BASE_PATH": "/",
            "DOMAIN": f"localhost:{port}", "SECRET_KEY": "only for this measurement",
            "DATABASE": f"sqlite:///{database}", "EMAIL": "bench <bench@example.org>", "TOS_FILE": None,
            "DEFAULT_LANGUAGE": "en_US", "MAIL_SERVER": {"ssl": False, "host": "localhost", "port": 25},
            "COOKIES_PROMPT": False, "REGISTRATION_ENABLED": True, "SQLITE3_IMPORT_ENABLED": False,
            "X_HEADERS": False, "CONVERT_TO_HTML_TIMEOUT": 180, "CONVERT_FROM_HTML_TIMEOUT": 180,
            "HTML_OUT_SIZE_LIMIT": 50_000_000, "OPF_OUT_SIZE_LIMIT": 50_000_000, "EXTRA_FOOTER": None,
        }
        config.write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
        log = folder / "taguette.log"
        command = [program, "--no-browser", "server", config]
        # The first start makes the database and its administrator; only the second knows them.
        for first in (True, False):
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=open(log, "a"), stderr=subprocess.STDOUT, cwd=folder
            )
            self.wait()
            if first:
                time.sleep(0.5)
                self.process.send_signal(signal.SIGINT)
                self.process.wait()
        password = re.findall(r"admin password to: (\S+)", log.read_text())[-1]
        self.sent("/login", login="admin", password=password)
        answer = self.sent("/project/new", name="bench", description="")
        self.project = answer.getheader("Location").rstrip("/").split("/")[-1]

    def wait(self):
        for _ in range(1200):
            self.browser = Browser(self.port)
            try:
                self.browser.ask("GET", "/login")
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("taguette does not start")

    def guard(self):
        return {"X-XSRFToken": self.browser.cookies.get("_xsrf", "")}

    def sent(self, path, **fields):
        return self.browser.form(path, fields, **self.guard())[0]

    def take(self, form, files):
        for name, content in files:
            fields = {"name": name, "description": "", "text_direction": "LEFT_TO_RIGHT"}
            path = f"/api/project/{self.project}/document/new"
            named = [("file", f"{name}.{form}", content)]
            _, body = self.browser.upload(path, fields, named, **self.guard())
            if "created" not in json.loads(body):
                sys.exit(f"taguette: {body[:400]!r}")
            self.taken += 1

    def kept(self):
        """It says of each file at once whether it was taken."""
        return self.taken


def timed(server, act, form, files):
    """Documents a second and milliseconds of processor time a document; that all are there is looked at afterwards."""
    before = server.kept()
    began, used = time.perf_counter(), processor_ms(server.process.pid)
    act(form, files)
    took, used = time.perf_counter() - began, processor_ms(server.process.pid) - used
    if server.kept() - before != len(files):
        sys.exit(f"{server.kept() - before} of {len(files)} {form} files were kept")
    return len(files) / took, used / len(files)


def shown(values, digits=1):
    least, most = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} ({least:.{digits}f} to {most:.{digits}f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("enid")
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--taguette")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--documents", type=int, default=40)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    servers = {}
    try:
        enid = servers["enid"] = Enid(arguments.enid, folder, 18931)
        peer = None
        if arguments.taguette:
            peer = servers["taguette"] = Taguette(arguments.taguette, folder, 18932)
        else:
            print("skipped: no Taguette was named")
        for form in FORMATS:
            paths = sorted((arguments.study / form).glob(f"*.{form}"))[: arguments.documents]
            files = [(path.stem, path.read_bytes()) for path in paths]
            takes_peer = peer is not None
            if takes_peer and form in CONVERTED and not shutil.which("ebook-convert"):
                print(f"{form}: Taguette skipped, it needs calibre's ebook-convert")
                takes_peer = False
            rounds = {"enid": [], "enid together": [], "taguette": []}
            for _ in range(arguments.rounds):
                rounds["enid"].append(timed(enid, enid.take, form, files))
                rounds["enid together"].append(timed(enid, enid.take_together, form, files))
                if takes_peer:
                    few = files[:3] if form in CONVERTED else files
                    rounds["taguette"].append(timed(peer, peer.take, form, few))
            for who, figures in rounds.items():
                if figures:
                    pace, used = zip(*figures)
                    line = f"{form} {who}: {shown(pace)} documents/s, {shown(used, 2)} ms of processor time each"
                    print(line, flush=True)
            if rounds["taguette"]:
                ratio = [ours[0] / theirs[0] for ours, theirs in zip(rounds["enid"], rounds["taguette"])]
                together = [ours[0] / theirs[0] for ours, theirs in zip(rounds["enid together"], rounds["taguette"])]
                print(f"{form} ratio: {shown(ratio)} one by one, {shown(together)} together", flush=True)
        took, size = enid.long_desk()
        line = shown([second * 1000 for second in took])
        print(f"desk of 10,000 turns: {line} ms, {size / 1e6:.1f} MB of page")
    finally:
        for server in servers.values():
            server.process.send_signal(signal.SIGINT)
            server.process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
