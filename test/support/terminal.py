"""Runs a program on a terminal of its own and types into it.

Arguments: the program and its words. Standard input: a JSON array of [text to wait for, what to type then].
Prints a JSON object with everything the terminal showed and the exit code.
"""

import json
import os
import pty
import sys

steps = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
shown = b""
seen = 0
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux tells the end of a terminal this way
        break
    if not chunk:
        break
    shown += chunk
    while steps and (found := shown.find(steps[0][0].encode(), seen)) >= 0:
        seen = found + len(steps[0][0].encode())
        os.write(terminal, steps.pop(0)[1].encode())
_, status = os.waitpid(pid, 0)
print(json.dumps({"shown": shown.decode(errors="replace"), "code": os.waitstatus_to_exitcode(status), "left": steps}))
