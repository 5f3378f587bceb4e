"""Times the coding desk on a generated study, ours and Taguette's in turn, over HTTP on this machine.

  coding.py ENID --study FOLDER [--taguette PROGRAM] [--rounds 3] [--times 60]

FOLDER holds study.json (documents, codes, codings in code points of the plain text) and txt/. The study is brought into the data
of the demo by `enid study import`, and put into the peer's database; then both are asked for the same. Prints milliseconds: the
median of the rounds, the least and the most, with processor time beside, and the ratio.
"""

import argparse
import csv
import html
import json
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import quote

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
            for begin, stop, to in turns[document]:
                if at <= stop or (begin, stop, to) == turns[document][-1]:
                    return to + min(max(at, begin), stop) - begin
        start, end = moved(start, False), moved(end, True)
        mark = (document, code, start, end)
        if end > start and mark not in known:
            known.add(mark)
            text = plain[document][start:end]
            rows.append([names[document], "deidentified", start, end, paths[code], "R1", "2031-03-04T10:00:00Z", text])
    table("codings.csv", ["document", "layer", "start", "end", "code", "analyst", "created_at", "text"], rows)
    return names, rows


class Ours(Enid):
    """Our server with the study in it."""

    def bring_in(self, program, data, folder):
        began = time.perf_counter()
        done = subprocess.run([program, "study", "import", folder, "--study", "marrowdale-study", "--data", data],
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
        return time.perf_counter() - began

    def signs_in(self, lines, role):
        """Another person of the demo, in a browser of their own."""
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
        log = folder / "taguette.log"
        began = time.perf_counter()
        self.process = subprocess.Popen(self.command(folder), stdin=subprocess.DEVNULL, stdout=open(log, "a"),
                                        stderr=subprocess.STDOUT, cwd=folder)
        self.wait()
        password = re.findall(r"admin password to: (\S+)", log.read_text())[-1]
        self.sent("/login", login="admin", password=password)
        return time.perf_counter() - began

    def command(self, folder):
        return [self.program, "--no-browser", "server", folder / "taguette.py"]


def timed(server, asks):
    """Milliseconds of the clock and of the processor for each of these acts."""
    asks = list(asks)
    began, used = time.perf_counter(), processor_ms(server.process.pid)
    for ask in asks:
        ask()
    took = (time.perf_counter() - began) * 1000
    return took / len(asks), (processor_ms(server.process.pid) - used) / len(asks)


def resident(pid):
    """Memory now and at its peak, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return [int(re.search(rf"{key}:\s+(\d+)", status).group(1)) // 1024 for key in ("VmRSS", "VmHWM")]


def at_once(asks, hands):
    """Acts a second with so many hands; each ask is given its own hand's number."""
    waiting = list(enumerate(asks))
    lock, failed = threading.Lock(), []

    def work(hand):
        while True:
            with lock:
                if not waiting:
                    return
                _, ask = waiting.pop()
            try:
                ask(hand)
            except BaseException as error:
                failed.append(error)
                return

    count, began = len(waiting), time.perf_counter()
    threads = [threading.Thread(target=work, args=(hand,)) for hand in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return count / (time.perf_counter() - began)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("enid")
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--taguette")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=60)
    arguments = parser.parse_args()
    study = json.loads((arguments.study / "study.json").read_text())
    texts = [(arguments.study / "txt" / f"{one['name']}.txt").read_text(encoding="utf-8") for one in study["docs"]]
    folder = Path(tempfile.mkdtemp())
    servers = []
    try:
        names, rows = write_folder(study, texts, folder / "study")
        enid = Ours(arguments.enid, folder, 18941)
        servers.append(enid)
        took = enid.bring_in(arguments.enid, folder / "data", folder / "study")
        print(f"study of {len(names)} interviews, {len(study['codes'])} codes and {len(rows)} codings brought in: {took:.1f} s", flush=True)
        lines = (folder / "enid.log").read_text().splitlines()
        analyst, csrf = enid.signs_in(lines, "\\(researcher\\)")
        codes = {code["name"]: code["id"] for code in json.loads(analyst.ask("GET", f"{STUDY}/codes/list")[1])}
        counts = {}
        for _, code, *_ in study["codings"]:
            counts[code] = counts.get(code, 0) + 1
        commonest = max(counts, key=counts.get)
        peer = None
        if arguments.taguette:
            peer = Theirs.__new__(Theirs)
            peer.program = arguments.taguette
            peer.__init__(arguments.taguette, folder, 18942)
            servers.append(peer)
            peer.fill(folder, study, texts)
        else:
            print("skipped: no Taguette was named")
        few = max(1, arguments.times // 6) if len(names) > 50 else arguments.times

        def spread(count):
            return [number * 7919 % len(names) for number in range(count)]

        def add(name, place):
            at = 40 * place % 2000
            fields = {"csrf": csrf, "id": str(uuid.uuid4()), "code": codes[study["codes"][place % len(study["codes"])]["name"]],
                      "start": at, "end": at + 20, "revision": 0}
            return f"{STUDY}/documents/{name}/coding/add", fields

        def theirs_add(place):
            document = peer.documents[place % len(names)]
            body = json.dumps({"start_offset": 40 * place % 2000, "end_offset": 40 * place % 2000 + 20,
                               "tags": [peer.tags[study["codes"][place % len(study["codes"])]["id"]]]})
            path = f"/api/project/{peer.project}/document/{document}/highlight/new"
            return peer.browser.ask("POST", path, body, "application/json", **peer.guard())

        place = iter(range(10**9))
        measures = {
            "a document opened with its codings": (
                lambda: [lambda name=names[at]: analyst.ask("GET", f"{STUDY}/documents/{name}/coding") for at in spread(arguments.times)],
                lambda: [lambda at=at: (peer.browser.ask("GET", f"/api/project/{peer.project}/document/{peer.documents[at]}/contents"),
                                        peer.browser.ask("GET", f"/api/project/{peer.project}/document/{peer.documents[at]}"))
                         for at in spread(few)]),
            "the passages of the commonest code, the first 50": (
                lambda: [lambda: analyst.ask("GET", f"{STUDY}/codes/{codes[study['codes'][commonest]['name']]}/passages")] * few,
                lambda: [lambda: peer.browser.ask("GET", f"/api/project/{peer.project}/highlights/{quote(study['codes'][commonest]['path'])}?page=1")] * few),
            "a passage coded, durable": (
                lambda: [lambda: analyst.form(*add(names[next(place) % len(names)], next(place)))] * arguments.times,
                lambda: [lambda: theirs_add(next(place))] * few),
        }
        alone = {
            "codes by documents": f"{STUDY}/matrices?kind=code-document",
            "co-occurrence of codes": f"{STUDY}/matrices?kind=code-code",
            "a word searched, 50 passages": f"{STUDY}/search?q={quote(texts[0].split()[7].strip('.?').lower())}",
            "the page of codes": f"{STUDY}/codes",
            "the codebook of an earlier day": f"{STUDY}/codes?at=2031-01-01",
        }
        figures = {}
        for _ in range(arguments.rounds):
            for what, (ours, theirs) in measures.items():
                figures.setdefault((what, "enid"), []).append(timed(enid, ours()))
                if peer:
                    figures.setdefault((what, "taguette"), []).append(timed(peer, theirs()))
            for what, path in alone.items():
                figures.setdefault((what, "enid"), []).append(timed(enid, [lambda: analyst.ask("GET", path)] * few))
        for (what, who), values in figures.items():
            clock, used = zip(*values)
            print(f"{what}, {who}: {shown(clock, 2)} ms, {shown(used, 2)} ms of processor time", flush=True)
        for what in measures if peer else ():
            pairs = list(zip(figures[what, "enid"], figures[what, "taguette"]))
            clock = [theirs[0] / ours[0] for ours, theirs in pairs]
            used = [theirs[1] / max(ours[1], 0.01) for ours, theirs in pairs]
            print(f"{what}, ratio: {shown(clock)} by the clock, {shown(used)} in processor time", flush=True)

        hands = []
        for _ in range(16):
            browser = Browser(enid.port)
            browser.cookies = dict(analyst.cookies)
            hands.append(browser)
        pace = at_once([lambda hand, name=names[at]: hands[hand].ask("GET", f"{STUDY}/documents/{name}/coding") for at in spread(400)], 16)
        print(f"documents opened by 16 readers: {pace:.0f}/s")
        pace = at_once([lambda hand, at=at: hands[hand].form(*add(names[at % len(names)], next(place))) for at in spread(400)], 16)
        print(f"passages coded by 16 hands: {pace:.0f}/s")
        now, peak = resident(enid.process.pid)
        print(f"memory of enid: {now} MiB, {peak} MiB at its peak")
    finally:
        for server in servers:
            server.process.send_signal(signal.SIGINT)
            server.process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
