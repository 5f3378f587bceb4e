"""Times reading and writing of a REFI-QDA project, ours and pyrefiqda's in turn, each run in a process of its own, and ours brought into
a store.

  qdpx.py ENID --study FOLDER [--calls QDPX] [--rounds 3] [--large]

FOLDER holds study.qdpx and, to check the answers, study.json. The peer's seconds are those of its call alone, without the start
of Python. Ours are of the whole command, from its start to its end and from file to file, and with QDPX also of the call alone,
from memory to memory. `enid qdpx convert` reads the file twice and writes it once. `enid study import` begins with no data folder.
Memory is that of the whole process.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

PEER = """
import json, resource, sys, time
from pyrefiqda import RefiProject
act, study, work = sys.argv[1:]
began, used = time.perf_counter(), time.process_time()
project = RefiProject.load(study, work + "/unpacked")
if act == "write":
    began, used = time.perf_counter(), time.process_time()
    RefiProject.save(project, work + "/peer.qdpx", work + "/unpacked/Sources")
took, used = time.perf_counter() - began, time.process_time() - used
texts = project.sources.text_source
codings = sum(len(part.coding) for text in texts for part in text.plain_text_selection)
print(json.dumps({"seconds": took, "processor": used, "texts": len(texts), "codings": codings}))
"""


def run(command):
    """What a command printed, and the seconds, processor seconds and MB at the peak of its process."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    printed = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    took = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command}: ended with {child.returncode}")
    return printed, took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def shown(values, digits=3):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def has_peer():
    # It is looked for and not loaded: a process counts what its parent held among its own memory.
    if find_spec("pyrefiqda"):
        return True
    print("pyrefiqda skipped: this Python does not have it; PYTHON may name one that does")
    return False


class Bench:
    def __init__(self, arguments, work):
        self.enid, self.calls = arguments.enid, arguments.calls
        self.study, self.work = str(arguments.study / "study.qdpx"), work
        self.large = ["--large"] if arguments.large else []
        told = json.loads((arguments.study / "study.json").read_text())
        self.right = {"texts": len(told["docs"]), "codings": len(told["codings"])}
        self.figures = {}

    def keep(self, who, took, used, peak):
        for name, value in (("s", took), ("s of processor time", used), ("MB", peak)):
            self.figures.setdefault(who, {}).setdefault(name, []).append(value)

    def check(self, who, answer):
        found = {key: answer[key] for key in self.right}
        if found != self.right:
            sys.exit(f"{who} found {found}, not {self.right}")

    def command(self, who, words):
        printed, took, used, peak = run([self.enid, "qdpx", *words, *self.large])
        self.keep(who, took, used, peak)
        return printed

    def whole_read(self):
        found = json.loads(self.command("read, enid qdpx inspect", ["inspect", self.study]))
        self.check("inspect", {"texts": found["sources"]["text"], "codings": found["codings"]})

    def whole_write(self):
        out = f"{self.work}/ours.qdpx"
        self.command("read twice and write, enid qdpx convert", ["convert", self.study, out, "--format", "json"])
        found = json.loads(run([self.enid, "qdpx", "inspect", out, *self.large])[0])
        self.check("convert", {"texts": found["sources"]["text"], "codings": found["codings"]})

    def whole_store(self):
        """The file into the store of a new data folder, durable: texts, codes, codings, index, trail."""
        data = f"{self.work}/data"
        shutil.rmtree(data, ignore_errors=True)
        words = ["study", "import", self.study, "--study", "bench", "--name", "Bench", "--format", "json", "--data", data]
        printed, took, used, peak = run([self.enid, *words, *self.large])
        self.keep("into a new store, enid study import", took, used, peak)
        found = json.loads(printed)
        self.check("study import", {"texts": found["documents"], "codings": found["codings"]})

    def call(self, act):
        printed, _, _, peak = run([self.calls, act, self.study, *self.large])
        answer = json.loads(printed)
        self.check(act, answer)
        self.keep(f"{act}, our call", answer["seconds"], answer["processor"], peak)

    def peer(self, act):
        shutil.rmtree(f"{self.work}/unpacked", ignore_errors=True)
        printed, _, _, peak = run([sys.executable, "-c", PEER, act, self.study, self.work])
        answer = json.loads(printed)
        self.check("pyrefiqda", answer)
        self.keep(f"{act}, pyrefiqda", answer["seconds"], answer["processor"], peak)

    def ratio(self, act, ours):
        theirs = self.figures.get(f"{act}, pyrefiqda")
        if theirs and ours in self.figures:
            times = [peer / own for own, peer in zip(self.figures[ours]["s"], theirs["s"])]
            print(f"{ours}: {shown(times, 1)} times pyrefiqda")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("enid")
    parser.add_argument("--calls", help="the example qdpx of formats, which times the calls alone")
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--large", action="store_true", help="for studies beyond the usual limits")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp()
    try:
        bench = Bench(arguments, work)
        peer = has_peer()
        # Both are warm: one round is not counted.
        for counted in range(arguments.rounds + 1):
            if counted == 1:
                bench.figures.clear()
            bench.whole_read()
            bench.whole_write()
            bench.whole_store()
            for act in ("read", "write"):
                if arguments.calls:
                    bench.call(act)
                if peer:
                    bench.peer(act)
        for who, figures in bench.figures.items():
            print(f"{who}: " + ", ".join(f"{shown(values)} {name}" for name, values in figures.items()))
        bench.ratio("read", "read, our call")
        bench.ratio("read", "read, enid qdpx inspect")
        bench.ratio("write", "write, our call")
        bench.ratio("write", "read twice and write, enid qdpx convert")
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
