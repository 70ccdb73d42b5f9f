#!/usr/bin/env python3
"""Runs one command and prints "seconds peak-KiB written-bytes".

The seconds end with a sync of what was written. The peak is the largest sum, seen every 20 ms, of the high-water marks of
resident memory (VmHWM) over the process tree. The bytes written are what the kernel accounted to the tree, page cache
included, as getrusage(2) tells it.

usage: measure.py LOG COMMAND...
"""

import os, resource, subprocess, sys, time


def tree(pid):
    yield pid
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in open(f"/proc/{pid}/task/{task}/children").read().split():
                yield from tree(int(child))
    except OSError:
        pass  # it has ended


def high_water(pid):
    try:
        return next((int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmHWM")), 0)
    except OSError:
        return 0


def main(log, *command):
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=open(log, "ab"), stderr=subprocess.STDOUT)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(high_water(pid) for pid in set(tree(process.pid))))
        time.sleep(0.02)
    if process.returncode:
        sys.exit(f"failed with {process.returncode}: {' '.join(command)}; see {log}")
    os.sync()
    written = resource.getrusage(resource.RUSAGE_CHILDREN).ru_oublock * 512
    print(f"{time.monotonic() - begin:.2f} {peak} {written}")


main(*sys.argv[1:])
