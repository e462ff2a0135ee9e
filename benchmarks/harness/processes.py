"""Processes that a run starts, and what Linux tells about them."""
import os
import queue
import re
import signal
import subprocess
import threading
import time

TICKS = os.sysconf('SC_CLK_TCK')


class Failed(Exception):
    """A run that can't go on; the message is for whoever started it."""


def until(condition, seconds, what, process=None):
    """Asks again and again until the answer isn't false, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        if process and process.poll() is not None:
            raise Failed(f'a process ended with {process.returncode} before {what}')
        time.sleep(0.005)
    raise Failed(f'{what}: not within {seconds} s')


class Worker:
    """A process of ours that obeys lines and answers with lines; it ends with its input."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            self.lines.put(line.strip())
        self.lines.put(None)

    def tell(self, *words):
        print(*words, file=self.process.stdin, flush=True)

    def hear(self, seconds):
        try:
            line = self.lines.get(timeout=seconds)
        except queue.Empty:
            raise Failed(f'the {self.name} said nothing for {seconds} s') from None
        if line is None:
            raise Failed(f'the {self.name} has failed')
        return line

    def stop(self):
        self.process.stdin.close()
        end(self.process)


def end(process):
    """Lets a process finish, and ends it if it doesn't."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def cpu_seconds(pid):
    """Processor time of a process so far."""
    with open(f'/proc/{pid}/stat', encoding='utf-8') as stat:
        return name_and_seconds(stat.read())[1]


def cpu_seconds_by_thread(pid):
    """Processor time so far of the threads that a process has now, by their names without numbers; Linux keeps 15 letters."""
    by_name = {}
    for thread in os.listdir(f'/proc/{pid}/task'):
        try:
            with open(f'/proc/{pid}/task/{thread}/stat', encoding='utf-8') as stat:
                name, seconds = name_and_seconds(stat.read())
        except (FileNotFoundError, ProcessLookupError):
            continue
        kind = re.sub(r'[-#. ]*\d*$', '', name)
        by_name[kind] = by_name.get(kind, 0) + seconds
    return by_name


def name_and_seconds(stat):
    head, _, fields = stat.rpartition(') ')
    ticks = fields.split()[11:13]
    return head.partition('(')[2], sum(map(int, ticks)) / TICKS


def peak_memory_mb(pid):
    """The most memory that a process has ever had resident."""
    return memory_mb(pid, 'VmHWM')


def memory_mb(pid, kind='VmRSS'):
    """The memory that a process has resident."""
    with open(f'/proc/{pid}/status', encoding='utf-8') as status:
        return round(int(re.search(kind + r':\s+(\d+)', status.read())[1]) * 1024 / 1e6)
