"""The broker that a run works on, left behind as it was found."""
import secrets
import shutil
import subprocess

from .processes import Failed


class GivenBroker:
    """One that somebody else looks after: embedded:, or a RabbitMQ whose virtual host is empty."""

    pid = None

    def __init__(self, url):
        self.url = url

    def close(self):
        pass


class LocalRabbit:
    """A virtual host and a user of our own on this machine's RabbitMQ."""

    def __init__(self):
        if not shutil.which('rabbitmqctl'):
            raise Failed('there is no rabbitmqctl; start with --embedded, or give --broker-url')
        name = 'dromail-benchmark-' + secrets.token_hex(4)
        password = secrets.token_hex(16)
        self.pid = int(rabbitmqctl('eval', 'list_to_integer(os:getpid()).'))
        self.name = name
        self.url = f'amqp://{name}:{password}@127.0.0.1:5672/{name}'
        rabbitmqctl('add_vhost', name)
        rabbitmqctl('add_user', name, password)
        rabbitmqctl('set_permissions', '-p', name, name, '.*', '.*', '.*')

    def close(self):
        rabbitmqctl('delete_vhost', self.name)
        rabbitmqctl('delete_user', self.name)


def rabbitmqctl(*words):
    done = subprocess.run(['rabbitmqctl', '-q', *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed('rabbitmqctl ' + words[0] + ': ' + (done.stderr or done.stdout).strip())
    return done.stdout.strip()
