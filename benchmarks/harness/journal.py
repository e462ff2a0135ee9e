"""The journal's database that a run works on, left behind as it was found."""
import secrets

from .processes import Worker

FILL_S = 600


class Rows:
    """Talks SQL, until it's closed."""

    def __init__(self, java, url):
        self.worker = Worker('journal', [*java, 'io.dromail.benchmarks.RunRows', url])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.worker.stop()

    def tell(self, *words):
        self.worker.tell(*words)
        self.worker.hear(FILL_S)


class Journal:
    """None, H2 in the folder of the run, or a schema of our own in somebody's database."""

    def __init__(self, java, setting, work):
        self.java, self.setting, self.schema = java, setting, None
        if setting == 'none':
            self.url = None
        elif setting == 'h2':
            self.url = f'jdbc:h2:file:{work}/data/journal'
        else:
            self.schema = 'dromail_benchmark_' + secrets.token_hex(4)
            self.url = setting + ('&' if '?' in setting else '?') + 'currentSchema=' + self.schema
            self._sql('create')

    @property
    def settings(self):
        """H2's is Dromail's default."""
        return {} if self.setting == 'h2' else {'DROMAIL_JOURNAL_URL': self.url or 'none'}

    def close(self):
        if self.schema:
            self._sql('drop')

    def _sql(self, verb):
        with Rows(self.java, self.setting) as rows:
            rows.tell(verb, self.schema)
