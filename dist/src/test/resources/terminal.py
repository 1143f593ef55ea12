"""Runs a command at a terminal of its own, as a person would.

usage: terminal.py [EXPECT SEND]... -- COMMAND...
When EXPECT was seen, SEND is typed (with \\xNN for a key). Prints what the terminal showed, then a line with the exit
code, then one that says whether the terminal is as it was. The last key is typed again each second: a program may throw
away what was typed while it was busy.
"""
import os, pty, select, subprocess, sys, termios, time

DEADLINE = time.monotonic() + 60

split = sys.argv.index("--")
pairs = sys.argv[1:split]
dialogue = [(pairs[i].encode(), pairs[i + 1].encode().decode("unicode_escape").encode()) for i in range(0, len(pairs), 2)]
keyboard, terminal = pty.openpty()
termios.tcsetwinsize(terminal, (24, 80))
before = termios.tcgetattr(terminal)


def own_terminal():
    os.setsid()
    os.close(os.open(os.ttyname(terminal), os.O_RDWR))  # The first one opened becomes the session's own.


process = subprocess.Popen(sys.argv[split + 1:], stdin=terminal, stdout=terminal, stderr=terminal, preexec_fn=own_terminal)
shown = b""
seen = 0
last = b""
typed = time.monotonic()
while True:
    ready = select.select([keyboard], [], [], 0.1)[0]
    if ready:
        shown += os.read(keyboard, 65536)
        while dialogue and dialogue[0][0] in shown[seen:]:
            seen = len(shown)
            last = dialogue.pop(0)[1]
            os.write(keyboard, last)
            typed = time.monotonic()
    elif process.poll() is not None:
        break
    if last and not dialogue and time.monotonic() > typed + 1:
        os.write(keyboard, last)
        typed = time.monotonic()
    if time.monotonic() > DEADLINE:
        process.kill()
        print("TOO LATE, waiting for", dialogue)
        break
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
print("\nexit", process.wait())
print("terminal", "as before" if termios.tcgetattr(terminal) == before else "changed")
