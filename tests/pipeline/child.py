"""One `kg` in a process of its own, with the toys' small ontology: killed at a moment, or short of disk.

    python child.py ONTOLOGY KILL_AT SIZE_LIMIT kg's arguments...

KILL_AT is the number of the change to a workspace (a file opened to write, a name made, moved or taken away)
before which the process kills itself; 0 is never, and then the number of changes is said at the end.
SIZE_LIMIT is the size in bytes that no file may grow beyond; 0 is none.
"""

import os
import resource
import signal
import sys
from pathlib import Path

from kg import ontology
from kg.cli import main

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"}
folder, kill_at, limit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
count = 0


def watch(event, arguments):
    global count
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in CHANGES) and ".kg" in str(arguments[0]) + str(arguments[-2]):
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


ontology.folder = lambda: Path(folder)
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.addaudithook(watch)
code = main(sys.argv[4:])
if not kill_at:
    print(f"changes {count}")
sys.exit(code)
