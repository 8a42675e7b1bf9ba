"""Runs the program that its arguments are, and prints what it took as JSON; its words go to standard error."""

import json
import os
import subprocess
import sys
import time

begun = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - begun
process.returncode = os.waitstatus_to_exitcode(status)
taken = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}
print(json.dumps({"status": process.returncode, **taken}))
