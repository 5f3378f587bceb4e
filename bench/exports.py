"""Times all quotations of a generated study taken away as files, ours and Taguette's in turn, over HTTP on this machine.

  exports.py ENID --study FOLDER [--taguette PROGRAM] [--rounds 3] [--formats csv,html,xlsx,docx]

FOLDER holds study.json and txt/. Of each file is asked whether it holds the words of the first, the middle and the last coding;
of CSV how many rows. Prints seconds, processor time and size: the median of the rounds, the least and the most, and the ratio; then
our memory at its peak.
"""

import argparse
import csv
import html
import io
import re
import shutil
import signal
import sys
import tempfile
import zipfile
from pathlib import Path

from coding import STUDY, filled, read_study, resident, timed
from transcripts import shown


def words(form, content):
    """The text of a file, as far as it is needed to look for words in it."""
    if form in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b" ".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
    text = content.decode()
    if form != "csv":
        text = html.unescape(re.sub("<[^>]*>", " ", text))
    return re.sub(r"\s+", " ", text)


def check(who, form, content, rows):
    if form == "csv":
        found = sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig")))) - 1
        # The peer gives a row a passage and a code; one code of two spans that are one in ours is two rows there.
        if found < len(rows):
            sys.exit(f"{who}: {found} rows for {len(rows)} codings")
    text = words(form, content)
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        # The words of one turn: what is marked across several is parted differently.
        if (line := re.sub(r"\s+", " ", row[-1].split("\n")[0])) not in text:
            sys.exit(f"{who}: {form} lacks {line!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("enid")
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--taguette")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--formats", default="csv,html,xlsx,docx", help="DOCX is made by calibre at the peer, and skipped there without it")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    study, texts = read_study(arguments.study)
    folder, servers = Path(tempfile.mkdtemp()), []
    try:
        _, rows, enid, peer = filled(arguments, study, texts, folder, servers)
        enid.starts(folder)
        enid.browser.connection.close()
        if peer:
            peer.starts(folder)
            peer.signs_in(folder)
        for form in arguments.formats.split(","):
            asks = {"enid": (enid, f"{STUDY}/extracts/extracts.{form}", enid.browser)}
            if peer and form == "docx" and not shutil.which("ebook-convert"):
                print("docx, taguette: skipped, calibre is not here")
            elif peer:
                asks["taguette"] = (peer, f"/project/{peer.project}/export/highlights/.{form}", peer.browser)
            figures, sizes = {}, {}
            for counted in range(arguments.rounds + 1):
                for who, (server, path, browser) in asks.items():
                    answers = []
                    took = timed(server, [lambda: answers.append(browser.ask("GET", path)[1])])
                    # Both are warm: one round is not counted, and looked into.
                    if counted:
                        figures.setdefault(who, []).append(took)
                    else:
                        check(who, form, answers[0], rows)
                        sizes[who] = len(answers[0])
            for who, took in figures.items():
                clock, used = zip(*took)
                print(f"{form}, {who}: {shown([one / 1000 for one in clock], 3)} s, {shown([one / 1000 for one in used], 3)} s of processor time, "
                      f"{sizes[who] / 1e6:.1f} MB")
            if "taguette" in figures:
                pairs = list(zip(figures["enid"], figures["taguette"]))
                print(f"{form}, ratio: {shown([theirs[0] / ours[0] for ours, theirs in pairs])} by the clock, "
                      f"{shown([theirs[1] / max(ours[1], 1) for ours, theirs in pairs])} in processor time")
            print(f"memory of enid after {form}: {resident(enid)[0]} MiB, {resident(enid)[1]} MiB at its peak")
    finally:
        for server in servers:
            server.process.send_signal(signal.SIGINT)
            server.process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
