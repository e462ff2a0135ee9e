"""One run of one scenario: warms up, measures, and says what came of it."""
import base64
import json
import os
import pathlib
import random
import shutil
import statistics
import string
import tempfile
import time

from .ballast import Ballast
from .dromail import Dromail
from .journal import Journal
from .processes import Failed, Worker, cpu_seconds, cpu_seconds_by_thread, peak_memory_mb

JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx512m', '-XX:MaxDirectMemorySize=1g']
IDLE_MS = 30_000
LINGER_MS = 500
PATIENCE_S = 1_800


class Bench:
    """Where things are, and how Dromail is set."""

    def __init__(self, home, classpath, broker, journal, settings):
        self.home = home
        self.java = [os.path.join(os.environ['JAVA_HOME'], 'bin', 'java') if os.environ.get('JAVA_HOME') else 'java', *JVM, '-cp', classpath]
        self.broker = broker
        self.journal = journal
        self.given = settings
        self.settings = settings
        self.mail = (home / 'benchmarks' / 'order.json').read_text().replace('%TEMPLATE%', 'order')

    def run(self, name, scenario, measure):
        """Runs a scenario once on a fresh gateway, and returns what was measured."""
        folder = self.home / 'benchmarks' / 'target' / 'runs'
        folder.mkdir(parents=True, exist_ok=True)
        work = pathlib.Path(tempfile.mkdtemp(prefix=name + '-', dir=folder))
        broker = self.broker()
        try:
            journal = Journal(self.java, self.journal, work)
            try:
                self.journal_url = journal.url
                self.settings = {**journal.settings, **self.given}
                measured = measure(self, work, broker, scenario)
            finally:
                journal.close()
        except Failed as failed:
            raise Failed(f'{failed}\nThe log is in {work}') from failed
        finally:
            broker.close()
        shutil.rmtree(work)
        return {'at': time.strftime('%FT%TZ', time.gmtime()), 'scenario': name, **measured}


class Run:
    """A gateway with a sink behind it and a load generator in front of it."""

    def __init__(self, bench, work, broker, scenario):
        self.bench, self.work, self.broker, self.scenario = bench, work, broker, scenario
        self.ballast = None
        self.seeded = None
        self.per_request = scenario.get('per_request', 1)
        self.mail = work / 'mail.json'
        self.mail.write_text(with_attachment(bench.mail, scenario['mail_bytes']) if 'mail_bytes' in scenario else bench.mail)

    def measured(self):
        scenario = self.scenario
        sink = Worker('sink', [*self.bench.java, 'io.dromail.benchmarks.RunSink', str(scenario.get('delay_ms', 0))])
        try:
            smtp_port = sink.hear(30)
            settings = self.load_up(smtp_port)
            dromail = Dromail(self.bench.home, self.work, self.broker.url, smtp_port, scenario.get('connections', 20), {**self.bench.settings, **settings})
            try:
                path = '/v1/emails/batch' if self.per_request > 1 else '/v1/emails'
                load = Worker('load generator', [*self.bench.java, 'io.dromail.benchmarks.RunLoad', str(dromail.port), path, str(self.mail), str(self.per_request)])
                try:
                    return self.through(sink, dromail, load)
                finally:
                    load.stop()
            finally:
                dromail.stop()
        finally:
            sink.stop()

    def load_up(self, smtp_port):
        """Brings what the house has to carry, if anything; returns the settings for it."""
        if 'ballast' not in self.scenario:
            return {}
        self.ballast = Ballast(self.bench, self.work, self.broker, self.scenario['ballast'])
        began = time.monotonic()
        self.ballast.bring(smtp_port, self.bench.journal_url)
        self.seeded = round(time.monotonic() - began, 1)
        return self.ballast.settings

    def through(self, sink, dromail, load):
        """Warms up, then measures."""
        scenario = self.scenario
        if scenario['warm']:
            run = Window(sink, self.work, scenario['warm'])
            self.post(load, run.name, scenario['warm'], scenario.get('warm_clients', scenario['clients']), 0)
            run.close(PATIENCE_S)
        pids = {'dromail': dromail.process.pid, 'sink': sink.process.pid, 'load': load.process.pid}
        if self.broker.pid:
            pids['broker'] = self.broker.pid
        mails = scenario['mails']
        run = Window(sink, self.work, mails)
        threads_before = cpu_seconds_by_thread(pids['dromail'])
        if scenario.get('door') == 'inbox':
            written = self.job_file(run, mails)
            before = {name: cpu_seconds(pid) for name, pid in pids.items()}
            due = [self.drop(written, dromail.inbox)] * mails
            requests = []
        else:
            before = {name: cpu_seconds(pid) for name, pid in pids.items()}
            requests = self.post(load, run.name, mails, scenario['clients'], scenario.get('rate', 0))
            due = [request[0] for request in requests for _ in range(self.per_request)]
        run.arrived(PATIENCE_S)
        cpu = {name: cpu_seconds(pid) - before[name] for name, pid in pids.items()}
        threads = {name: seconds - threads_before.get(name, 0) for name, seconds in cpu_seconds_by_thread(pids['dromail']).items()}
        counted = run.close(PATIENCE_S)
        if self.ballast:
            self.ballast.check(dromail)
        return {
            'mails': mails,
            **({'ballast': scenario['ballast'], 'seeded_s': self.seeded} if self.ballast else {}),
            **self.accepted(requests),
            **sent(due, counted, self.lost_of(requests, mails, counted)),
            'cpu_ms_per_mail': {name: round(seconds * 1000 / mails, 3) for name, seconds in cpu.items()},
            'thread_cpu_ms_per_mail': {name: round(seconds * 1000 / mails, 3) for name, seconds in threads.items() if seconds > 0},
            'peak_rss_mb': {'dromail': peak_memory_mb(pids['dromail'])},
        }

    def post(self, load, name, mails, clients, rate):
        """Posts mails and returns when each request was due and answered, and how."""
        file = self.work / 'requests.txt'
        load.tell(name, mails // self.per_request, clients, rate, file)
        load.hear(PATIENCE_S)
        return [tuple(map(int, line.split())) for line in file.read_text().splitlines()]

    def job_file(self, run, mails):
        file = self.work / 'job.part'
        mail = self.mail.read_text().replace('%RUN%', run.name)
        with open(file, 'w', encoding='utf-8') as out:
            out.write('{"emails": [\n')
            for number in range(mails):
                out.write((',\n' if number else '') + mail.replace('%SEQ%', f'{number:08}'))
            out.write(']}\n')
        return file

    def drop(self, file, inbox):
        now = time.monotonic_ns()
        file.rename(inbox / 'job.json')
        return now

    def accepted(self, requests):
        """What the door said; nothing, if the mails came by the inbox."""
        if not requests:
            return {}
        good = [request for request in requests if request[2] == 202]
        if not good:
            raise Failed('no request was accepted')
        took = [answered - due for due, answered, _ in good]
        seconds = (max(request[1] for request in requests) - min(request[0] for request in requests)) / 1e9
        return {
            'accepted': len(good) * self.per_request,
            'errors': len(requests) - len(good),
            'accepted_per_s': round(len(good) * self.per_request / seconds, 1),
            'accept_p50_ms': percentile(took, 50),
            'accept_p99_ms': percentile(took, 99),
        }

    def lost_of(self, requests, mails, counted):
        good = sum(1 for request in requests if request[2] == 202) * self.per_request if requests else mails
        return good - counted['distinct']


class Window:
    """A count of arrivals at the sink, under a name of its own."""

    def __init__(self, sink, work, mails, name=None):
        self.sink = sink
        self.name = name or new_name()
        self.file = work / 'arrivals.txt'
        self.has_arrived = False
        sink.tell(self.name, mails, IDLE_MS, LINGER_MS, self.file)

    def arrived(self, seconds):
        """Waits until all have come, or no more do."""
        if not self.has_arrived and self.sink.hear(seconds) == 'arrived':
            self.has_arrived = True

    def close(self, seconds):
        """Waits for doubles, too, and returns the count."""
        self.arrived(seconds)
        _, connections, summary = self.sink.hear(seconds).split(' ', 2)
        arrivals = [tuple(map(int, line.split())) for line in self.file.read_text().splitlines()]
        return {**json.loads(summary), 'connections': int(connections), 'arrivals': arrivals}


def new_name():
    return ''.join(random.choices(string.ascii_lowercase, k=8))


def sent(due, counted, lost):
    """From the time each mail was due to its arrival."""
    arrivals = counted.pop('arrivals')
    if not arrivals:
        raise Failed('no mail has arrived')
    took = [at - due[number] for number, at in arrivals]
    seconds = (max(at for _, at in arrivals) - min(due)) / 1e9
    return {
        'mails_per_s': round(len(arrivals) / seconds, 1),
        'end_to_end_p50_ms': percentile(took, 50),
        'end_to_end_p99_ms': percentile(took, 99),
        'lost': lost,
        'doubled': counted['doubled'],
        'bytes_per_mail': round(counted['bytes'] / len(arrivals)),
        'connections_opened': counted['connections'],
    }


def starts(bench, work, broker, scenario):
    """From starting the process to the first mail that is accepted."""
    mail = bench.mail.replace('%SEQ%', '00000000').replace('%RUN%', 'starting').encode()
    sink = Worker('sink', [*bench.java, 'io.dromail.benchmarks.RunSink', '0'])
    took, memory = [], []
    try:
        smtp_port = sink.hear(30)
        for number in range(scenario['starts']):
            folder = work / str(number)
            folder.mkdir()
            begin = time.monotonic()
            dromail = Dromail(bench.home, folder, broker.url, smtp_port, 20, bench.settings)
            try:
                if not dromail.accepts(mail):
                    raise Failed('the first mail was not accepted')
                took.append(time.monotonic() - begin)
                memory.append(peak_memory_mb(dromail.process.pid))
            finally:
                dromail.stop()
    finally:
        sink.stop()
    return {'mails': len(took), 'start_s': round(statistics.median(took), 3), 'starts_s': [round(seconds, 3) for seconds in took], 'peak_rss_mb': {'dromail': max(memory)}}


def with_attachment(mail, mail_bytes):
    """The same mail with an attachment that makes it so large; no two have the same content."""
    request = json.loads(mail)
    content = base64.b64encode(random.randbytes(mail_bytes * 57 // 78)).decode()
    request['attachments'] = [{'filename': 'drawing.bin', 'content_type': 'application/octet-stream', 'content': '%SEQ%' + content[8:]}]
    return json.dumps(request)


def percentile(nanos, percent):
    return round(sorted(nanos)[(len(nanos) - 1) * percent // 100] / 1e6, 2)
