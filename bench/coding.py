"""Times the coding desk on a generated study, ours and Taguette's in turn, over HTTP on this machine.

  coding.py ENID --study FOLDER [--taguette PROGRAM] [--rounds 3] [--times 60] [--seconds 5]

FOLDER holds study.json (documents, codes, codings in code points of the plain text) and txt/. The study is brought into the data
of the demo by `enid study import`, and put into the peer's database; then both are asked for the same by one reader, and by 16 at
once with wrk, in turn. Prints milliseconds, or answers a second: the median of the rounds, the least and the most, with processor
time beside, and the ratio.
"""

import argparse
import csv
import html
import http.client
import json
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from urllib.parse import quote, urlencode

from transcripts import Browser, Enid, Taguette, processor_ms, shown

STUDY = "/studies/marrowdale-study"


def write_folder(study, texts, folder):
    """The study as the files Enid reads. Its turns have no speakers in them, so each span is moved, and cut where it held one."""
    (folder / "transcripts").mkdir(parents=True)
    names = [f"P{number:04}" for number, _ in enumerate(study["docs"], 1)]
    turns = []
    for name, text in zip(names, texts):
        (folder / "transcripts" / f"{name}.txt").write_text(text.replace("RESIDENT:", f"{name}:"), encoding="utf-8")
        lines, at, to = [], 0, 0
        for line in text.split("\n"):
            label = line.index(": ") + 2
            lines.append((at + label, at + len(line), to))
            at, to = at + len(line) + 1, to + len(line) - label + 1
        turns.append(lines)
    paths = {code["id"]: code["path"].replace(".", " > ") for code in study["codes"]}
    parents = {code["id"]: paths[code["parent"]] if code["parent"] is not None else "" for code in study["codes"]}

    def table(file, header, rows):
        with open(folder / file, "w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([header, *rows])

    table("participants.csv", ["participant", "cohort", "gender", "interview_date", "interview_length", "status"],
          [[name, "members", "", "2031-03-04", "48 minutes", "completed"] for name in names])
    table("research_questions.csv", ["id", "question"], [["RQ1", "What is it like?"]])
    table("quotes.csv", ["theme", "subtheme", "facet", "quote", "research_questions"], [["A theme", "", "", "A word", "RQ1"]])
    table("codes.csv", ["code", "definition", "parent"], [[code["name"], "", parents[code["id"]]] for code in study["codes"]])
    rows, known = [], set()
    plain = ["\n".join(text[start:end] for start, end, _ in lines) for text, lines in zip(texts, turns)]
    for document, code, start, end, *_ in study["codings"]:
        def moved(at, last):
            before = 0
            for begin, stop, to in turns[document]:
                if last and at <= begin:
                    return before
                if at <= stop or (begin, stop, to) == turns[document][-1]:
                    return to + min(max(at, begin), stop) - begin
                before = to + stop - begin
        start, end = moved(start, False), moved(end, True)
        mark = (document, code, start, end)
        if end > start and mark not in known:
            known.add(mark)
            text = plain[document][start:end]
            rows.append([names[document], "deidentified", start, end, paths[code], "R1", "2031-03-04T10:00:00Z", text])
    return names, rows


# Of a larger file the program says that it is to be split.
ROWS_OF_A_FILE = 150_000


def write_codings(rows, file):
    with open(file, "w", newline="", encoding="utf-8") as out:
        header = ["document", "layer", "start", "end", "code", "analyst", "created_at", "text"]
        csv.writer(out).writerows([header, *rows])


class Ours(Enid):
    """Our server with the study in it."""

    def bring_in(self, program, folder, rows):
        """Seconds that the study takes from its files, while no server runs: all that is not coded, the same once more, and the same with
        what is coded, which is given in as many files as it needs, one after another; then the server is begun anew."""
        lines = (folder / "enid.log").read_text().splitlines()
        self.browser, self.csrf = self.signs_in(lines, "\\(researcher\\)")
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

        def brought():
            began = time.perf_counter()
            done = subprocess.run([program, "study", "import", folder / "study", "--study", "marrowdale-study", "--data", folder / "data"],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
            return time.perf_counter() - began

        plain, again = brought(), brought()
        coded = []
        for at in range(0, len(rows), ROWS_OF_A_FILE):
            write_codings(rows[at:at + ROWS_OF_A_FILE], folder / "study/codings.csv")
            coded.append(brought())
        self.command = [program, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", folder / "data"]
        return plain, sum(coded), sum(coded) - len(coded) * again

    def starts(self, folder):
        """Milliseconds from the call of the program to its first page."""
        log = open(folder / "serve.log", "a")
        return first_page(self, lambda: subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log), "/sign-in")

    def signs_in(self, lines, role):
        """A person of the demo, in a browser of their own."""
        link = next(line for line in lines if re.search(role, line, re.I) and "/links/" in line)
        path = re.search(r"(/links/\S+)", link).group(1)
        browser = Browser(self.port)
        _, page = browser.ask("GET", path)
        token = re.search(r'name="token" value="([^"]+)"', page.decode())
        browser.form("/links/open", {"token": token.group(1) if token else path.rsplit("/", 1)[1], "next": ""})
        _, page = browser.ask("GET", "/help")
        return browser, re.search(r'name="csrf" value="([^"]+)"', page.decode()).group(1)


class Theirs(Taguette):
    """The peer with the study in its database."""

    def fill(self, folder, study, texts):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        database = sqlite3.connect(folder / "taguette.sqlite3")
        project = int(self.project)
        columns = [row[1] for row in database.execute("PRAGMA table_info(documents)")]
        documents = []
        for number, text in enumerate(texts, 1):
            body = "\n".join(f"<p>{html.escape(line, False)}</p>" for line in text.split("\n"))
            row = {"name": f"P{number:04}", "description": "", "filename": f"P{number:04}.html",
                   "created": "2026-01-15 10:00:00", "project_id": project, "text_direction": "LEFT_TO_RIGHT", "contents": body}
            row |= {"favorite": 0} if "favorite" in columns else {}
            sql = f"INSERT INTO documents ({','.join(row)}) VALUES ({','.join('?' * len(row))})"
            documents.append(database.execute(sql, list(row.values())).lastrowid)
        tags = {}
        for code in study["codes"]:
            sql = "INSERT INTO tags (project_id, path, description) VALUES (?, ?, '')"
            tags[code["id"]] = database.execute(sql, (project, code["path"])).lastrowid
        for number, (document, code, start, end, first, last) in enumerate(study["codings"], 1):
            words = html.escape(texts[document][start:end], False).replace("\n", "</p>\n<p>")
            database.execute("INSERT INTO highlights (id, document_id, start_offset, end_offset, snippet) VALUES (?, ?, ?, ?, ?)",
                             (number, documents[document], first, last, f"<p>{words}</p>"))
            database.execute("INSERT INTO highlight_tags (highlight_id, tag_id) VALUES (?, ?)", (number, tags[code]))
        database.commit()
        database.close()
        self.documents, self.tags = documents, tags

    def starts(self, folder):
        log = open(folder / "taguette.log", "a")
        command = [self.program, "--no-browser", "server", folder / "taguette.py"]
        return first_page(self, lambda: subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder), "/login")

    def signs_in(self, folder):
        password = re.findall(r"admin password to: (\S+)", (folder / "taguette.log").read_text())[-1]
        self.wait()
        self.sent("/login", login="admin", password=password)


def read_study(folder):
    study = json.loads((folder / "study.json").read_text())
    return study, [(folder / "txt" / f"{one['name']}.txt").read_text(encoding="utf-8") for one in study["docs"]]


def filled(arguments, study, texts, folder, servers):
    """Both with the study in them, ours and the peer's; neither runs yet. The names of the documents and the rows of the codings first."""
    names, rows = write_folder(study, texts, folder / "study")
    enid = Ours(arguments.enid, folder, 18941)
    servers.append(enid)
    plain, whole, coded = enid.bring_in(arguments.enid, folder, rows)
    print(f"study of {len(names)} interviews and {len(study['codes'])} codes brought in: {plain:.1f} s; with {len(rows)} codings: {whole:.1f} s, "
          f"{len(rows) / coded:.0f} codings a second")
    if not arguments.taguette:
        print("skipped: no Taguette was named")
        return names, rows, enid, None
    peer = Theirs.__new__(Theirs)
    peer.program = arguments.taguette
    peer.__init__(arguments.taguette, folder, 18942)
    servers.append(peer)
    peer.fill(folder, study, texts)
    return names, rows, enid, peer


def first_page(server, begin, path):
    """Begins a server and waits for a page of it."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGINT)
        server.process.wait()
    began = time.perf_counter()
    server.process = begin()
    while True:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            asked.request("GET", path)
            if asked.getresponse().status == 200:
                return (time.perf_counter() - began) * 1000
        except OSError:
            if server.process.poll() is not None:
                sys.exit("a server ended while it began")
        time.sleep(0.002)


def timed(server, asks):
    """Milliseconds of the clock and of the processor for each of these acts."""
    asks = list(asks)
    began, used = time.perf_counter(), processor_ms(server.process.pid)
    for ask in asks:
        ask()
    took = (time.perf_counter() - began) * 1000
    return took / len(asks), (processor_ms(server.process.pid) - used) / len(asks)


def resident(server):
    """Memory now and at its peak, in MiB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return [int(re.search(rf"{key}:\s+(\d+)", status).group(1)) // 1024 for key in ("VmRSS", "VmHWM")]


def loaded(server, folder, asks, seconds, hands=16):
    """Answers a second to so many hands at once, the time within which 99 of 100 came, and processor time an answer."""
    script = folder / "asks.lua"
    wrap = lambda text: "[==[" + text + "]==]"
    lines = ["local asks = {"]
    for method, path, body, headers in asks:
        fields = ", ".join(f"[ {wrap(name)} ] = {wrap(str(value))}" for name, value in headers.items())
        lines.append(f"{{{wrap(method)}, {wrap(path)}, {{{fields}}}, {wrap(body) if body else 'nil'}}},")
    lines.append("}\nlocal at = 0\nrequest = function()\n  at = at % #asks + 1\n  local ask = asks[at]\n"
                 "  return wrk.format(ask[1], ask[2], ask[3], ask[4])\nend\nother = 0\n"
                 "response = function(status)\n  if status ~= 200 then other = other + 1 end\nend\nlocal one\n"
                 "setup = function(thread) one = thread end\n"
                 "done = function() io.write('other answers: ' .. one:get('other') .. '\\n') end")
    script.write_text("\n".join(lines))
    used = processor_ms(server.process.pid)
    said = subprocess.run(["wrk", "-t1", f"-c{hands}", f"-d{seconds}s", "--timeout", "30s", "--latency", "-s", script,
                           f"http://127.0.0.1:{server.port}"], capture_output=True, text=True).stdout
    used = processor_ms(server.process.pid) - used
    number = lambda pattern: (re.search(pattern, said) or [None, "0"])[1]
    if (failed := number(r"other answers: (\d+)")) != "0":
        sys.exit(f"{failed} answers were refused under load")
    return float(number(r"Requests/sec:\s+([\d.]+)")), number(r"\n\s+99%\s+(\S+)"), used / max(1, int(number(r"(\d+) requests in")))


def rests(server):
    """Waits until a server is done with what nobody waits for any more, so that the next is not timed beside it."""
    used = processor_ms(server.process.pid)
    while True:
        time.sleep(0.5)
        now = processor_ms(server.process.pid)
        if now - used < 50:
            return
        used = now


def guarded(browser, **headers):
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return {"Cookie": cookies, "Sec-Fetch-Site": "same-origin"} | headers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("enid")
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--taguette")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="leave our data here, to look at it")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # A large study takes minutes.
    study, texts = read_study(arguments.study)
    folder = arguments.keep or Path(tempfile.mkdtemp())
    folder.mkdir(exist_ok=True)
    servers = []
    try:
        names, _, enid, peer = filled(arguments, study, texts, folder, servers)
        both = [("enid", enid)] + ([("taguette", peer)] if peer else [])
        starts = {}
        for _ in range(arguments.rounds):
            for who, server in both:
                starts.setdefault(who, []).append(server.starts(folder))
        for who, took in starts.items():
            print(f"from its call to the first page, {who}: {shown(took)} ms")
        if peer:
            peer.signs_in(folder)
            print(f"from its call to the first page, ratio: {shown([t / o for o, t in zip(starts['enid'], starts['taguette'])])}")
        time.sleep(3)
        for who, server in both:
            print(f"memory at rest, {who}: {resident(server)[0]} MiB")
        word = next(one for one in texts[0].lower().split() if one.isalpha() and len(one) > 5)
        # The server it was begun with is gone.
        enid.browser.connection.close()
        measure(arguments, study, names, folder, enid, peer, word)
    finally:
        for server in servers:
            server.process.send_signal(signal.SIGINT)
            server.process.wait()
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)


def measure(arguments, study, names, folder, enid, peer, word):
    analyst, csrf = enid.browser, enid.csrf
    codes = {code["name"]: code["id"] for code in json.loads(analyst.ask("GET", f"{STUDY}/codes/list")[1])}
    ids = [codes[code["name"]] for code in study["codes"]]
    counts = {}
    for _, code, *_ in study["codings"]:
        counts[code] = counts.get(code, 0) + 1
    commonest = max(counts, key=counts.get)
    few = max(1, arguments.times // 6) if len(names) > 50 else arguments.times
    spread = [number * 7919 % len(names) for number in range(arguments.times)]
    place = iter(range(10**9))

    def passage():
        at = next(place)
        begin = 7 * (at // len(names)) % 30000
        return at % len(names), ids[at % len(ids)], begin, begin + 20 + at % 13

    def add():
        document, code, start, end = passage()
        fields = {"csrf": csrf, "id": str(uuid.uuid4()), "code": code, "start": start, "end": end, "revision": 0}
        return f"{STUDY}/documents/{names[document]}/coding/add", fields

    def theirs_add():
        document, code, start, end = passage()
        body = json.dumps({"start_offset": start, "end_offset": end, "tags": [peer.tags[ids.index(code)]]})
        return f"/api/project/{peer.project}/document/{peer.documents[document]}/highlight/new", body

    def theirs_open(at):
        here = f"/api/project/{peer.project}/document/{peer.documents[at]}"
        return [f"{here}/contents", here]

    get = guarded(analyst)
    form = guarded(analyst, **{"Content-Type": "application/x-www-form-urlencoded"})
    their_get = lambda paths: [("GET", path, "", guarded(peer.browser)) for path in paths]
    # An act is so many answers of the peer: its document is two.
    measures = {
        "a document opened with its codings": (
            lambda: [("GET", f"{STUDY}/documents/{names[at]}/coding", "", get) for at in spread],
            lambda: their_get([path for at in spread for path in theirs_open(at)]), 2),
        "the passages of the commonest code, the first 50": (
            lambda: [("GET", f"{STUDY}/codes/{ids[commonest]}/passages", "", get)],
            lambda: their_get([f"/api/project/{peer.project}/highlights/{quote(study['codes'][commonest]['path'])}?page=1"]), 1),
        "the first page of the study": (
            lambda: [("GET", f"{STUDY}/today", "", get)],
            lambda: their_get([f"/project/{peer.project}"]), 1),
        "a passage coded, durable": (
            lambda: [("POST", path, urlencode(fields), form) for path, fields in (add() for _ in range(20000))],
            lambda: [("POST", path, body, guarded(peer.browser, **peer.guard(), **{"Content-Type": "application/json"}))
                     for path, body in (theirs_add() for _ in range(2000))], 1),
    }
    alone = {
        "codes by documents": f"{STUDY}/matrices?kind=code-document&count=codings",
        "co-occurrence of codes": f"{STUDY}/matrices?kind=code-overlap&count=codings",
        "a word searched, 50 passages": f"{STUDY}/search?q={quote(word)}",
        "the page of codes": f"{STUDY}/codes",
        "the codebook of an earlier day": f"{STUDY}/codes?at=2031-01-01",
    }
    for what, path in alone.items():
        figures = [timed(enid, [lambda: analyst.ask("GET", path)] * few) for _ in range(arguments.rounds)]
        clock, used = zip(*figures)
        print(f"{what}, enid: {shown(clock, 2)} ms, {shown(used, 2)} ms of processor time")
    if not shutil.which("wrk"):
        print("skipped: wrk is not here, which asks for the rest")
        return
    # What is coded comes last: it makes every document longer.
    for what, (ours, theirs, parts) in measures.items():
        for hands in (1, 16):
            crowd = f"{what}, {hands} at once"
            paces = {"enid": [], "taguette": []}
            for _ in range(arguments.rounds):
                paces["enid"].append(loaded(enid, folder, ours(), arguments.seconds, hands))
                if peer:
                    pace, late, used = loaded(peer, folder, theirs(), arguments.seconds, hands)
                    rests(peer)
                    paces["taguette"].append((max(pace, 0.01) / parts, late, used * parts))
            for who, values in paces.items():
                if values:
                    pace, late, used = zip(*values)
                    print(f"{crowd}, {who}: {shown(pace)} a second, 99 of 100 within {', '.join(late)}, {shown(used, 2)} ms of processor time each")
            if peer:
                pairs = list(zip(paces["enid"], paces["taguette"]))
                print(f"{crowd}, ratio: {shown([ours[0] / theirs[0] for ours, theirs in pairs])} by the clock, "
                      f"{shown([theirs[2] / max(ours[2], 0.01) for ours, theirs in pairs])} in processor time")
        print(f"memory of enid after it: {resident(enid)[0]} MiB")
    print(f"memory of enid: {resident(enid)[0]} MiB, {resident(enid)[1]} MiB at its peak")


if __name__ == "__main__":
    main()
