"""Runs ours and the peers in turn on placement problems; started by bench/plan, which says how."""
import argparse
import importlib.util
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

PROGRESS = re.compile(r"^\s*([\d.]+) s  objective (-?\d+)  bound (\d+)")
# What rows 24 and 25 ask for at seed 1; at other seeds only what the peer reaches is a target.
REGION = {1: [489_990, 491_241, 492_000]}
NATION = {1: [11_547_436, 11_600_000]}


def answer_of(run):
    """The line of JSON that a peer prints, whatever it prints beside."""
    return json.loads(next(line for line in run.out.splitlines() if line.startswith("{")))


class Run:
    """One process: wall and processor seconds, most memory in MB, and what it wrote."""

    def __init__(self, command):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            began = time.perf_counter()
            process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.wall = time.perf_counter() - began
            self.cpu = usage.ru_utime + usage.ru_stime
            self.memory = usage.ru_maxrss / 1000
            out.seek(0), err.seek(0)
            self.out, self.err = out.read().decode(), err.read().decode()
        if process.returncode:
            sys.exit(f"{command[0]} ended with {process.returncode}:\n{self.err[-2000:]}")


def spread(values, unit="s", digits=3):
    values = [value for value in values if value is not None]
    if not values:
        return "never"
    middle = statistics.median(values)
    return f"{middle:.{digits}f} {unit} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def ratio(ours, theirs):
    if None in ours or not ours or not theirs:
        return "–"
    return f"{statistics.median(theirs) / statistics.median(ours):.1f} x"


class Bench:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.folder, self.seed = options.folder, options.seed
        self.rounds = 1 if options.quick else 3
        have = lambda name: importlib.util.find_spec(name) is not None
        self.cpsat = have("ortools")
        self.highs = have("highspy") and have("numpy") and have("scipy")

    def problem(self, size):
        path = os.path.join(self.work, f"{size}.json")
        Run([sys.executable, self.tool("plan_gen.py"), "--size", size, "--seed", self.seed, "--out", path])
        return path

    def tool(self, name):
        return os.path.join(self.folder, name)

    def check(self, problem, plan):
        verdict = json.loads(Run([sys.executable, self.tool("plan_check.py"), problem, plan]).out)
        return verdict["objective"]

    def ours(self, problem, limit):
        """The run, its answer, and (seconds, objective, bound) as it went on."""
        plan = os.path.join(self.work, "ours.json")
        run = Run([os.environ["ENID"], "plan", problem, "--time-limit", limit, "--seed", 1,
                   "--threads", 2, "--format", "json", "--out", plan])
        answer = json.loads(run.out)
        found = self.check(problem, plan)
        if found != answer["objective"] or answer["bound"] < found:
            sys.exit(f"the answer says {answer['objective']} below {answer['bound']}, the checker {found}")
        lines = [PROGRESS.match(line) for line in run.err.splitlines()]
        trace = [(float(m[1]), int(m[2]), int(m[3])) for m in lines if m]
        return run, answer, trace

    def pilot(self):
        print(f"\nRow 23, pilot, seed {self.seed}: proved optimal")
        if not self.cpsat:
            print("  CP-SAT skipped: PYTHON has no ortools")
        problem, mine, peer = self.problem("pilot"), [], []
        for _ in range(self.rounds):
            run, answer, _ = self.ours(problem, 60)
            if answer["objective"] != answer["bound"]:
                print(f"  not proved: {answer['objective']} below {answer['bound']}")
            mine.append((run.wall, run.cpu))
            if self.cpsat:
                plan = os.path.join(self.work, "cpsat.json")
                run = Run([sys.executable, self.tool("plan_cpsat.py"), problem, "--time", 60, "--solution", plan])
                told = answer_of(run)
                if told["status"] != "OPTIMAL" or self.check(problem, plan) != answer["objective"]:
                    print(f"  CP-SAT: {told['status']} {told['objective']}, ours {answer['objective']}")
                peer.append((told["wall"], run.cpu))
        # Ours with reading and writing, the peer's search alone.
        print(f"  ours    wall {spread([m[0] for m in mine])}  cpu {spread([m[1] for m in mine])}"
              f"  objective {answer['objective']}")
        if peer:
            print(f"  CP-SAT  wall {spread([p[0] for p in peer])}  cpu of the process {spread([p[1] for p in peer])}")
            print(f"  ratio   {ratio([m[0] for m in mine], [p[0] for p in peer])} (target 5 x)")

    def region(self):
        limit = 20
        print(f"\nRow 24, region, seed {self.seed}: {limit} s of ours, 30 s of HiGHS")
        if not self.highs:
            print("  HiGHS skipped: PYTHON lacks highspy, numpy or scipy")
        problem, mine, peer = self.problem("region"), [], []
        for _ in range(self.rounds):
            mine.append(self.ours(problem, limit))
            if self.highs:
                log = os.path.join(self.work, "highs.log")
                run = Run([sys.executable, self.tool("plan_highs.py"), problem, "--only-open",
                           "--time", 30, "--log", log])
                peer.append((run, round(answer_of(run)["objective"]), incumbents(log)))
        self.report(mine, REGION.get(self.seed, []))
        for run, objective, trace in peer:
            took = next((at for at, value in trace if value >= objective - 0.5), None)
            sooner = [reached(one[2], objective + 1) for one in mine]
            print(f"  HiGHS   {objective} after {spread([took], digits=1)}, cpu {run.cpu:.1f} s;"
                  f" ours passes it after {spread(sooner)}, {ratio(sooner, [took])} (target 9 x)")

    def nation(self):
        limit = 60
        print(f"\nRow 25, nation, seed {self.seed}: {limit} s of ours; HiGHS: linear program, then rounding")
        if not self.highs:
            print("  HiGHS skipped: PYTHON lacks highspy, numpy or scipy")
        problem, mine, peer = self.problem("nation"), [], []
        for _ in range(self.rounds):
            mine.append(self.ours(problem, limit))
            if self.highs:
                run = Run([sys.executable, self.tool("plan_highs.py"), problem, "--dive", "--time", 300])
                dive = answer_of(run)["dive"]
                peer.append((run, round(dive["objective"]), dive["seconds"]))
        self.report(mine, NATION.get(self.seed, []))
        for run, objective, took in peer:
            sooner = [reached(one[2], objective + 1) for one in mine]
            print(f"  HiGHS   {objective} after {took:.1f} s, cpu {run.cpu:.1f} s, {run.memory:.0f} MB;"
                  f" ours passes it after {spread(sooner)}, {ratio(sooner, [took])} (target 4 x)")

    def report(self, mine, targets):
        runs, answers = [one[0] for one in mine], [one[1] for one in mine]
        for target in targets:
            print(f"  ours    {target} after {spread([reached(one[2], target) for one in mine])}")
        objectives = [answer["objective"] for answer in answers]
        bounds = [answer["bound"] for answer in answers]
        print(f"  ours    objective {spread(objectives, '', 0)} bound {spread(bounds, '', 0)} at the end;"
              f" wall {spread([run.wall for run in runs])}  cpu {spread([run.cpu for run in runs])}"
              f"  memory {max(run.memory for run in runs):.0f} MB")

    def replan(self):
        print(f"\nRow 26, region, seed {self.seed}: mending after one change (target 50 ms)")
        for _ in range(self.rounds):
            print(Run([os.environ["ENID_REPLAN"], self.problem("region"), 2]).out.rstrip())


def reached(trace, target):
    """When the objective first was the target or more."""
    return next((at for at, objective, _ in trace if objective >= target), None)


def incumbents(log):
    """(seconds, objective) of the lines of a HiGHS log that have one."""
    trace = []
    for line in open(log):
        words = line.split()
        if len(words) > 8 and re.fullmatch(r"[\d.]+s", words[-1]) and "%" in line:
            gap = next((k for k, word in enumerate(words) if k > 4 and word.endswith("%")), None)
            try:
                trace.append((float(words[-1][:-1]), float(words[gap - 1])))
            except (TypeError, ValueError):
                continue
    return trace


def main():
    parser = argparse.ArgumentParser(prog="bench/plan")
    parser.add_argument("folder", nargs="?", default=os.environ.get("ENID_PLAN_PEERS"))
    parser.add_argument("--quick", action="store_true", help="one round instead of three")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", default="23,24,25,26")
    options = parser.parse_args()
    if not options.folder or not os.path.exists(os.path.join(options.folder, "plan_gen.py")):
        print("skipped: name the folder of plan_gen.py, or set ENID_PLAN_PEERS")
        return
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(options, work)
        rows = {"23": bench.pilot, "24": bench.region, "25": bench.nation, "26": bench.replan}
        for row in options.rows.split(","):
            rows[row]()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
