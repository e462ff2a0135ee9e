"""What a house has to carry while it works: put there before it starts."""
import json

from .dromail import Dromail
from .journal import Rows
from .processes import Failed, Worker, until
from .routes import Routes

SEED_S = 300
LANE = 'parked'
# The longest delay of the shipped retry.yaml: nothing comes back during a run.
DELAY = '1d'
KINDS = {'backlog', 'lanes', 'profiles', 'retries', 'journal_mails'}


class Ballast:
    """Mails that wait, lanes, profiles and rows of the journal."""

    def __init__(self, bench, work, broker, ballast):
        self.bench, self.work, self.broker = bench, work, broker
        self.ballast = ballast
        self.routes = Routes(bench.home, work)
        self.routes.add_lanes([LANE], start=False)
        self.routes.add_lanes([f'lane{number + 1}' for number in range(ballast.get('lanes', 0))], start=True)
        if ballast.get('profiles'):
            self.routes.add_profiles([f'profile{number + 1}' for number in range(ballast['profiles'])])
        self.settings = {'DROMAIL_ROUTES_DIRECTORY': str(self.routes.folder)}

    def bring(self, smtp_port, journal_url):
        """Fills queues and journal by way of a gateway that has declared them, and is gone afterwards."""
        queues = self.ballast.get('backlog') or self.ballast.get('retries')
        rows = self.ballast.get('journal_mails') if journal_url else 0
        if not queues and not rows:
            return
        gateway = Dromail(self.bench.home, self.work, self.broker.url, smtp_port, 20, {**self.bench.settings, **self.settings})
        try:
            if queues:
                self.fill_queues(gateway)
            if journal_url:
                until(lambda: gateway.metric('dromail_component_up', '"journal"'), 60, 'the journal has its tables', gateway.process)
        finally:
            gateway.stop()
        if rows:
            with Rows(self.bench.java, journal_url) as journal:
                journal.tell('fill', rows)

    def check(self, gateway):
        """The house must still carry it when the run is over, or the figures say nothing."""
        for kind, metric, labels in (('backlog', 'dromail_queue_mails', f'"mail.{LANE}"'), ('retries', 'dromail_retry_mails', '')):
            wanted = self.ballast.get(kind, 0)
            there = (gateway.metric(metric, labels) or 0) if wanted else 0
            if there < wanted:
                raise Failed(f'of the {kind}, {wanted} mails, only {there:.0f} are there')
        last = self.ballast.get('journal_mails', 0)
        if last and self.bench.journal_url and not gateway.finds(f'b{last}@sink.test'):
            raise Failed(f'the last of {last} mails is not in the journal')

    def fill_queues(self, gateway):
        if not self.broker.url.startswith('amqp'):
            raise Failed('a backlog and retries need RabbitMQ; leave --embedded out')
        mail = {**json.loads(self.bench.mail.replace('%SEQ%', '00000000').replace('%RUN%', LANE)), 'stream': LANE}
        if not gateway.accepts(json.dumps(mail).encode()):
            raise Failed(f'the mail for the lane {LANE} was not accepted')
        seed = Worker('seed', [*self.bench.java, 'io.dromail.benchmarks.RunSeed', self.broker.url])
        try:
            self.copy(seed, '-', f'mail.{LANE}', self.ballast.get('backlog', 0))
            self.copy(seed, 'mail.retry', f'{DELAY}.{LANE}', self.ballast.get('retries', 0))
        finally:
            seed.stop()

    def copy(self, seed, exchange, key, copies):
        if copies:
            seed.tell(f'mail.{LANE}', exchange, key, copies)
            seed.hear(SEED_S)
