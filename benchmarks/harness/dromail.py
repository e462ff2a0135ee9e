"""Dromail from the checkout, as a user starts it."""
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
            self.port = int(re.search(r'API +http://[^ ]+:(\d+)/', text)[1])
            health = re.search(r'health +(http://\S+)', text)[1]
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

    def stop(self):
        end(self.process)


def answers(request):
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status < 300
    except (urllib.error.URLError, OSError):
        return False
