"""Several processes on one broker: how fast they empty a queue together, and what a kill costs."""
import time

from .dromail import Dromail
from .processes import Worker, cpu_seconds, peak_memory_mb, until
from .routes import Routes
from .scenario import PATIENCE_S, Run, Window, new_name

FROM, TO = 0.1, 0.9


class Scale(Run):
    """One process accepts, the others send, from routes of their own that can be closed and opened."""

    def measured(self):
        scenario = self.scenario
        self.routes = Routes(self.bench.home, self.work)
        self.running = []
        try:
            sink = self.started(Worker('sink', [*self.bench.java, 'io.dromail.benchmarks.RunSink', str(scenario['delay_ms'])]))
            smtp_port = sink.hear(30)
            door = self.gateway('door', smtp_port, {'DROMAIL_ROLE': 'ingest'})
            roles = {'DROMAIL_ROLE': 'worker', 'DROMAIL_ROUTES_DIRECTORY': str(self.routes.folder)}
            workers = [self.gateway(f'worker-{number + 1}', smtp_port, roles) for number in range(scenario['workers'])]
            load = self.started(Worker('load generator', [*self.bench.java, 'io.dromail.benchmarks.RunLoad', str(door.port), '/v1/emails', str(self.mail), '1']))
            return self.drained(sink, door, workers, load)
        finally:
            for process in reversed(self.running):
                process.stop()

    def started(self, process):
        self.running.append(process)
        return process

    def gateway(self, name, smtp_port, settings):
        folder = self.work / name
        folder.mkdir()
        return self.started(Dromail(self.bench.home, folder, self.broker.url, smtp_port, self.scenario['connections'], {**self.bench.settings, **settings}))

    def drained(self, sink, door, workers, load):
        """Warms up, fills the queue while the lanes are closed, and opens them."""
        scenario = self.scenario
        self.post_all(sink, load, scenario['warm'] * len(workers))
        self.edit(workers, self.routes.close_lanes)
        mails = scenario['mails'] * len(workers)
        name = new_name()
        requests = self.post(load, name, mails, scenario['clients'], 0)
        pids = self.pids(door, sink, load)
        before = cpu_of(workers, pids)
        sent_before = sent_by(workers)
        began = time.monotonic()
        run = Window(sink, self.work, mails, name)
        self.edit(workers, self.routes.open_lanes)
        killed = {}
        if scenario.get('kill'):
            until(lambda: sent_by(workers) - sent_before >= mails / 2, PATIENCE_S, 'half of the mails are sent')
            workers[0].kill()
            killed = {'doubled_at_most': scenario['connections'] * 2}
        run.arrived(PATIENCE_S)
        seconds = time.monotonic() - began
        alive = workers[1:] if killed else workers
        cpu = {name: time - before[name] for name, time in cpu_of(alive, pids).items() if name in before}
        counted = run.close(PATIENCE_S)
        lost = self.lost_of(requests, mails, counted)
        measured = {
            'mails': mails,
            'workers': len(workers),
            **self.accepted(requests),
            'mails_per_s': middle_rate([at for _, at in counted['arrivals']]),
            'lost': lost,
            'doubled': counted['doubled'],
            **killed,
            'peak_rss_mb': {'dromail': max(peak_memory_mb(worker.process.pid) for worker in alive)},
        }
        if not killed:
            measured['cpu_ms_per_mail'] = {name: round(used * 1000 / mails, 3) for name, used in cpu.items()}
            measured['processors_busy'] = round(sum(cpu.values()) / seconds, 2)
        return measured

    def post_all(self, sink, load, mails):
        run = Window(sink, self.work, mails)
        self.post(load, run.name, mails, self.scenario['clients'], 0)
        run.close(PATIENCE_S)

    def pids(self, door, sink, load):
        pids = {'door': door.process.pid, 'sink': sink.process.pid, 'load': load.process.pid}
        return {**pids, 'broker': self.broker.pid} if self.broker.pid else pids

    def edit(self, workers, save):
        """Saves an edit and waits until all have taken it."""
        taken = [edits(worker) for worker in workers]
        save()
        for worker, before in zip(workers, taken):
            until(lambda: edits(worker) > before, 60, 'a gateway takes the edit of its lanes', worker.process)


def edits(worker):
    return worker.metric('dromail_edits_total', 'result="applied"') or 0


def sent_by(workers):
    return sum(worker.metric('dromail_mails_sent_total') or 0 for worker in workers)


def cpu_of(workers, pids):
    """Processor time so far, that of the workers in one sum."""
    return {'dromail': sum(cpu_seconds(worker.process.pid) for worker in workers), **{name: cpu_seconds(pid) for name, pid in pids.items()}}


def middle_rate(arrivals):
    """Mails a second between a tenth and nine tenths of the arrivals."""
    arrivals = sorted(arrivals)
    first, last = int(len(arrivals) * FROM), int(len(arrivals) * TO)
    return round((last - first) / (arrivals[last] - arrivals[first]) * 1e9, 1)
