"""Dromail from the checkout, as a user starts it."""
import json
import os
import re
import subprocess
import urllib.error
import urllib.request

from .processes import end, until


class Dromail:
    """A running gateway with a folder of its own, on free ports."""

    def __init__(self, home, work, broker_url, smtp_port, connections, settings):
        self.inbox = work / 'inbox'
        self.log = work / 'dromail.log'
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith('DROMAIL_')},
            'DROMAIL_HTTP_PORT': '0',
            'DROMAIL_MANAGEMENT_PORT': '0',
            'DROMAIL_BROKER_URL': broker_url,
            'DROMAIL_BROKER_QUEUE_TYPE': 'classic',
            'DROMAIL_SMTP_URL': f'smtp://127.0.0.1:{smtp_port}?tls=none',
            'DROMAIL_SMTP_CONNECTIONS': str(connections),
            'DROMAIL_TEMPLATES_DIRECTORY': str(home / 'benchmarks' / 'templates'),
            'DROMAIL_INBOX_DIRECTORY': str(self.inbox),
            'DROMAIL_DATA_DIRECTORY': str(work / 'data'),
            'DROMAIL_ATTACHMENTS_SPOOL_DIRECTORY': str(work / 'attachments'),
            **settings,
        }
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen([home / 'dromail', 'run'], cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            text = until(self._welcome, 120, 'the gateway is ready', self.process)
            door = re.search(r'API +http://[^ ]+:(\d+)/', text)
            self.port = int(door[1]) if door else None
            health = re.search(r'health +(http://\S+)', text)[1]
            self.metrics_url = health.removesuffix('/health') + '/metrics'
            until(lambda: answers(health + '/ready'), 60, 'the gateway reports ready', self.process)
        except BaseException:
            self.stop()
            raise

    def _welcome(self):
        text = self.log.read_text(errors='replace')
        return text if re.search(r'\n  health .*\n', text) else None

    def accepts(self, mail):
        """Whether it takes a mail now."""
        request = urllib.request.Request(f'http://127.0.0.1:{self.port}/v1/emails', mail, {'Content-Type': 'application/json'})
        return answers(request)

    def finds(self, address):
        """Whether the journal has a mail to that address."""
        with urllib.request.urlopen(f'http://127.0.0.1:{self.port}/v1/emails?to={address}', timeout=30) as answer:
            return bool(json.load(answer)['data'])

    def metric(self, name, labels=''):
        """The sum of a metric over its labels, or over those that hold the text; None if it has no value."""
        return self.metrics().total(name, labels)

    def metrics(self):
        with urllib.request.urlopen(self.metrics_url, timeout=10) as answer:
            return Metrics(answer.read().decode().splitlines())

    def stop(self):
        end(self.process)

    def kill(self):
        """As the kernel does it when memory is short."""
        self.process.kill()
        self.process.wait()


class Metrics:
    """What a scrape said."""

    def __init__(self, lines):
        self.lines = lines

    def total(self, name, labels=''):
        """The sum over those that hold the text; None if there is no value."""
        values = [float(line.rsplit(' ', 1)[1]) for line in self.lines if re.match(name + r'[{ ]', line) and labels in line]
        values = [value for value in values if value == value]
        return sum(values) if values else None


def answers(request):
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status < 300
    except (urllib.error.URLError, OSError):
        return False
