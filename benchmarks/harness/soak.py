"""A steady rate for a long time, and whether anything grows."""
import pathlib
import subprocess
import threading
import time

from .graph import graph
from .processes import Failed, memory_mb
from .scenario import PATIENCE_S, Run, Window, percentile, sent

EVERY_S = 10
# Full collections that a soak asks for, in equal distances; what is left after one is what is really held.
COLLECTIONS = 15
# How much of its mean a figure may have grown by its fitted line over the second half.
GROWTH = 0.05
# A queue that is often empty has no mean to speak of; so many seconds' worth of mails are no growth.
QUEUE_S = 0.1
FIGURES = (('heap_mb', 'heap after collection, MB'), ('rss_mb', 'resident memory, MB'), ('queue', 'mails in the queue and in work'), ('p99_ms', 'end to end p99, ms'))


class Soak(Run):
    """Samples the gateway while the load generator is at work."""

    def through(self, sink, dromail, load):
        scenario = self.scenario
        warm = Window(sink, self.work, scenario['warm'])
        self.post(load, warm.name, scenario['warm'], scenario['warm_clients'], 0)
        warm.close(PATIENCE_S)
        mails = scenario['rate'] * scenario['seconds']
        run = Window(sink, self.work, mails)
        sampler = Sampler(dromail, pathlib.Path(self.bench.java[0]).with_name('jcmd'), -(-scenario['seconds'] // EVERY_S // COLLECTIONS))
        try:
            requests = self.post(load, run.name, mails, scenario['clients'], scenario['rate'])
        finally:
            sampler.finish()
        run.arrived(PATIENCE_S)
        counted = run.close(PATIENCE_S)
        due = [request[0] for request in requests]
        samples = with_latency(sampler.samples, due, counted['arrivals'])
        growths = {name: growth(name, samples, scenario['rate']) for name, _ in FIGURES}
        return {
            'mails': mails,
            'rate': scenario['rate'],
            'seconds': scenario['seconds'],
            **self.accepted(requests),
            **sent(due, counted, self.lost_of(requests, mails, counted)),
            'peak_rss_mb': {'dromail': max(sample['rss_mb'] for sample in samples)},
            'samples': samples,
            'growth': growths,
            'graph': drawn(scenario, samples),
        }


class Sampler(threading.Thread):
    """Looks every ten seconds, on a thread of its own, until it's told to finish."""

    def __init__(self, dromail, jcmd, collect_every):
        super().__init__(daemon=True)
        self.dromail, self.jcmd, self.collect_every = dromail, jcmd, collect_every
        self.samples, self.over = [], threading.Event()
        self.began = time.monotonic_ns()
        self.failure = None
        self.start()

    def run(self):
        number = 1
        while not self.over.wait(max(0, number * EVERY_S - (time.monotonic_ns() - self.began) / 1e9)):
            try:
                self.samples.append(self.sample(number % self.collect_every == 0))
            except (OSError, subprocess.CalledProcessError) as failure:
                self.failure = failure
                return
            number += 1

    def sample(self, collect):
        """With what the heap holds after a full collection, if it's time for one."""
        if collect:
            subprocess.run([self.jcmd, str(self.dromail.process.pid), 'GC.run'], check=True, stdout=subprocess.DEVNULL)
        metrics = self.dromail.metrics()
        depth = metrics.total('dromail_queue_mails', '"mail.transactional"') or 0
        held = metrics.total('dromail_queue_held', '"mail.transactional"') or 0
        # As the collection left it; what is used a moment later has all that mails took meanwhile in it.
        heap = round(metrics.total('jvm_gc_live_data_size_bytes') / 1e6, 1)
        return {
            'at': time.monotonic_ns(),
            **({'heap_mb': heap} if collect else {}),
            'rss_mb': memory_mb(self.dromail.process.pid),
            'queue': int(depth + held),
        }

    def finish(self):
        self.over.set()
        self.join()
        if self.failure:
            raise self.failure


def with_latency(samples, due, arrivals):
    """Each sample with its second and the p99 of the mails that were due in the interval before it."""
    if not samples:
        raise Failed('a soak takes longer than that')
    began = due[0]
    took = {}
    for number, at in arrivals:
        took.setdefault(int((due[number] - began) / 1e9 // EVERY_S), []).append(at - due[number])
    told = []
    for index, sample in enumerate(samples):
        second = round((sample.pop('at') - began) / 1e9, 1)
        if index in took:
            told.append({'second': second, **sample, 'p99_ms': percentile(took[index], 99)})
    return told


def fitted(name, samples):
    """The ends of the line through the second half, by least squares; None with fewer than three samples there."""
    half = [(sample['second'], sample[name]) for sample in samples[len(samples) // 2:] if name in sample]
    if len(half) < 3:
        return None
    middle = sum(at for at, _ in half) / len(half)
    mean = sum(value for _, value in half) / len(half)
    slope = sum((at - middle) * (value - mean) for at, value in half) / sum((at - middle) ** 2 for at, _ in half)
    return [(at, mean + slope * (at - middle)) for at in (half[0][0], half[-1][0])]


def growth(name, samples, rate):
    """By how much the fitted line grows over the second half, of its mean, and whether that is flat."""
    line = fitted(name, samples)
    if not line:
        return {'flat': None}
    (begin, first), (end, last) = line
    mean = (first + last) / 2
    slack = max(GROWTH * mean, QUEUE_S * rate if name == 'queue' else 0)
    return {'per_minute': round((last - first) / (end - begin) * 60, 2), 'over_half': round(last - first, 2), 'mean': round(mean, 2), 'flat': last - first <= slack}


def drawn(scenario, samples):
    title = f'{scenario["rate"]:,} mails a second for {scenario["seconds"]:,} s'
    return graph(title, [(words, [(sample['second'], sample[name]) for sample in samples if name in sample], fitted(name, samples)) for name, words in FIGURES])


def verdict(run):
    """A line for each figure."""
    lines = []
    for name, words in FIGURES:
        found = run['growth'][name]
        if found['flat'] is None:
            lines.append(f'{words}: too few samples')
        else:
            lines.append(f'{words}: {"flat" if found["flat"] else "GROWS"}, mean {found["mean"]:,}, {found["per_minute"]:+,} a minute in the second half')
    return '\n'.join(lines) + '\n'
