"""Runs a command at a terminal of its own, as a person would.

usage: terminal.py [EXPECT SEND]... -- COMMAND...
When EXPECT was seen, SEND is typed (with \\xNN for a key); an EXPECT of thread:NAME waits until the program has a thread
of that name. Prints what the terminal showed, then a line with the exit code, then one that says whether the terminal is as
it was. A key is typed again each second until the next is due: a program may throw away what was typed while it was busy.
"""
import glob, os, pty, select, signal, subprocess, sys, termios, time

DEADLINE = time.monotonic() + 60

split = sys.argv.index("--")
pairs = sys.argv[1:split]
dialogue = [(pairs[i].encode(), pairs[i + 1].encode().decode("unicode_escape").encode()) for i in range(0, len(pairs), 2)]
keyboard, terminal = pty.openpty()
termios.tcsetwinsize(terminal, (24, 80))
before = termios.tcgetattr(terminal)


def own_terminal():
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # A shell in the background hands down that it is ignored.
    os.close(os.open(os.ttyname(terminal), os.O_RDWR))  # The first one opened becomes the session's own.


process = subprocess.Popen(sys.argv[split + 1:], stdin=terminal, stdout=terminal, stderr=terminal, preexec_fn=own_terminal)
shown = b""
seen = 0


def threads():
    names = []
    for name in glob.glob("/proc/%d/task/*/comm" % process.pid):
        try:
            names.append(open(name, "rb").read().strip())
        except OSError:
            pass  # It has ended.
    return names


def is_due(expected):
    if expected.startswith(b"thread:"):
        return expected[len(b"thread:"):] in threads()
    return expected in shown[seen:]



last = b""
typed = time.monotonic()
while True:
    ready = select.select([keyboard], [], [], 0.1)[0]
    if ready:
        shown += os.read(keyboard, 65536)
    elif process.poll() is not None:
        break
    while dialogue and is_due(dialogue[0][0]):
        seen = len(shown)
        last = dialogue.pop(0)[1]
        os.write(keyboard, last)
        typed = time.monotonic()
    if last and (not dialogue or dialogue[0][0].startswith(b"thread:")) and time.monotonic() > typed + 1:
        os.write(keyboard, last)
        typed = time.monotonic()
    if time.monotonic() > DEADLINE:
        process.kill()
        print("TOO LATE, waiting for", dialogue)
        break
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
print("\nexit", process.wait())
print("terminal", "as before" if termios.tcgetattr(terminal) == before else "changed")
