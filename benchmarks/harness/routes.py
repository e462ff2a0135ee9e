"""A folder of routes for one run, as an operator would edit it while gateways run from it."""
import re
import shutil

LANE = '''- templatedRoute:
    routeTemplateRef: lane
    routeId: {name}
    parameters:
      - name: lane
        value: {name}
      - name: consumers
        value: "4"
      - name: start
        value: "{start}"
'''
PROFILE = '''    - name: {name}
      type: io.dromail.send.SmtpProfile
      properties:
        url: "{{{{dromail.smtp.url}}}}"
'''


class Routes:
    """A copy of the shipped routes."""

    def __init__(self, home, work):
        self.folder = work / 'routes'
        shutil.copytree(home / 'src' / 'main' / 'resources' / 'routes', self.folder)
        self.lanes = self.folder / 'lanes.camel.yaml'
        self.profiles = self.folder / 'profiles.camel.yaml'
        self.shipped = self.lanes.read_text()

    def add_lanes(self, names, start):
        self._save(self.lanes, self.lanes.read_text() + ''.join(LANE.format(name=name, start='true' if start else 'false') for name in names))

    def add_profiles(self, names):
        self._save(self.profiles, self.profiles.read_text() + ''.join(PROFILE.format(name=name) for name in names))

    def close_lanes(self):
        """Edits the shipped lanes so that they take no mail."""
        self._save(self.lanes, re.sub(r'( +)parameters:\n', r'\g<0>\1  - name: start\n\1    value: "false"\n', self.shipped))

    def open_lanes(self):
        self._save(self.lanes, self.shipped)

    def _save(self, file, text):
        """In one go: whoever watches sees the old file or the new one."""
        part = file.with_suffix('.part')
        part.write_text(text)
        part.rename(file)
