"""Runs programs in turn and compares them: the same answer, the medians of time and memory.

    measure.py UNITS NAME=COMMAND NAME=COMMAND …

UNITS is how many events (or what the variable UNIT names) each run reads. `{}` in a command is a
folder for what it writes. The first program is the one that the others are compared with. What each
prints up to the first `;` must be the same, thousands separators aside. A program that takes longer than a minute runs once.
"""

import os
import shlex
import shutil
import statistics
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", "5"))
UNIT = os.environ.get("UNIT", "events")
LONG = 60


def run(command, folder):
    """Seconds, MiB at most, and what the program says."""
    words = [word.replace("{}", folder) for word in shlex.split(command)]
    read, write = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.close(read)
        os.execvp(words[0], words)
    os.close(write)
    with os.fdopen(read) as output:
        said = output.read()
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    if status:
        sys.exit(f"`{command}` failed with status {status}: {said}")
    return seconds, usage.ru_maxrss / 1024, said.split(";")[0].replace(",", "").strip()


def main():
    units = int(sys.argv[1])
    programs = dict(argument.split("=", 1) for argument in sys.argv[2:])
    times = {name: [] for name in programs}
    memory = {name: [] for name in programs}
    answers = {}
    for _ in range(ROUNDS):
        for name, command in programs.items():
            if times[name] and times[name][0] > LONG:
                continue
            folder = tempfile.mkdtemp()
            seconds, mebibytes, answer = run(command, os.path.join(folder, "out"))
            shutil.rmtree(folder)
            times[name].append(seconds)
            memory[name].append(mebibytes)
            answers[name] = answer
    if len(set(answers.values())) > 1:
        sys.exit(f"the answers differ: {answers}")
    print(f"all of them: {answers.popitem()[1] or 'the same'}; medians")
    print(f"| program | runs | s | thousand {UNIT} a second | peak MiB | time against the first |")
    print("|---|--:|--:|--:|--:|--:|")
    first = statistics.median(next(iter(times.values())))
    for name in programs:
        middle = statistics.median(times[name])
        peak = statistics.median(memory[name])
        rate = units / middle / 1000
        print(f"| {name} | {len(times[name])} | {middle:.2f} | {rate:,.0f} | {peak:,.0f} | {middle / first:.2f} |")
        spread = " ".join(f"{seconds:.2f}" for seconds in sorted(times[name]))
        print(f"{name}: {spread}", file=sys.stderr)


main()
