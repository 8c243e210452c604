"""A tiny process between an owner and a server: it ends the server when the owner is gone.

The owner holds the other end of this process's standard input. The kernel closes it whatever way
the owner ends, `kill -9` included, and the server is ended then: politely, and after
a grace period by force. That is portable and has no race. The alternatives do not hold:
PR_SET_PDEATHSIG is Linux only, needs code between fork and exec, which is unsafe in a process
with threads, and fires when the *thread* that started the server ends; a file with a process id
helps only at the next start.

Run as a file, in isolated mode, so that it imports nothing but the standard library:
`python -I -S guard.py <grace in seconds> <command> [<argument> …]`. It prints the server's
process id and exits with the server's status.
"""

import os
import signal
import subprocess
import sys
import threading
import time


def main() -> int:
    """Run the command until it ends or the owner is gone."""
    grace_s, command = float(sys.argv[1]), sys.argv[2:]
    # Inheritable files are kept open: the lock on the home lasts as long as the server does.
    server = subprocess.Popen(  # noqa: S603 - the owner's own command
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, close_fds=False
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.terminate())
    sys.stdout.write(f"{server.pid}\n")
    sys.stdout.flush()
    threading.Thread(target=_end_after_owner, args=(server, grace_s), daemon=True).start()
    return server.wait()


def _end_after_owner(server: subprocess.Popen[bytes], grace_s: float) -> None:
    # Not sys.stdin: its buffer cannot be locked by a thread that outlives the interpreter.
    os.read(sys.stdin.fileno(), 1)
    server.terminate()
    time.sleep(grace_s)
    server.kill()


if __name__ == "__main__":
    sys.exit(main())
