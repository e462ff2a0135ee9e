"""The table: a row a scenario, medians over its runs."""
import statistics

COLUMNS = [
    ('scenario', lambda run: run['scenario']),
    ('accepted/s', lambda run: run.get('accepted_per_s')),
    ('accept p50 ms', lambda run: run.get('accept_p50_ms')),
    ('accept p99 ms', lambda run: run.get('accept_p99_ms')),
    ('mails/s', lambda run: run.get('mails_per_s')),
    ('end to end p99 ms', lambda run: run.get('end_to_end_p99_ms')),
    ('lost', lambda run: run.get('lost')),
    ('doubled', lambda run: run.get('doubled')),
    ('start s', lambda run: run.get('start_s')),
    ('peak RSS MB', lambda run: run['peak_rss_mb']['dromail']),
    ('CPU ms a mail: Dromail', lambda run: cpu(run, 'dromail')),
    ('broker', lambda run: cpu(run, 'broker')),
    ('sink', lambda run: cpu(run, 'sink')),
    ('load', lambda run: cpu(run, 'load')),
    ('door', lambda run: cpu(run, 'door')),
    ('processors busy', lambda run: run.get('processors_busy')),
]
SUMS = {'lost', 'doubled'}
LEAST_MS = 0.005


def cpu(run, process):
    return run.get('cpu_ms_per_mail', {}).get(process)


def table(runs):
    """Markdown, columns aligned."""
    by_scenario = {}
    for run in runs:
        by_scenario.setdefault(run['scenario'], []).append(run)
    columns = [column for column in COLUMNS if any(column[1](run) is not None for run in runs)]
    head = [title for title, _ in columns]
    rows = [[cell(title, [value(run) for run in of_one]) for title, value in columns] for of_one in by_scenario.values()]
    return markdown(head, rows)


def threads(runs):
    """Which threads of Dromail the processor time of a mail went to, by scenario, the dearest first; medians."""
    with_threads = [run for run in runs if 'thread_cpu_ms_per_mail' in run]
    scenarios = list(dict.fromkeys(run['scenario'] for run in with_threads))
    names = {name for run in with_threads for name in run['thread_cpu_ms_per_mail']}
    taken = {name: [statistics.median(run['thread_cpu_ms_per_mail'].get(name, 0) for run in with_threads if run['scenario'] == scenario) for scenario in scenarios] for name in names}
    dearest = sorted((name for name in taken if max(taken[name]) >= LEAST_MS), key=lambda name: -max(taken[name]))
    rows = [[name, *(f'{ms:.3f}' for ms in taken[name])] for name in dearest]
    return markdown(['CPU ms a mail, by thread', *scenarios], rows) if rows else ''


def markdown(head, rows):
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [head, ['-' * width for width in widths], *rows]
    return '\n'.join('| ' + ' | '.join(text.ljust(width) for text, width in zip(line, widths)) + ' |' for line in lines)


def cell(title, values):
    values = [value for value in values if value is not None]
    if not values:
        return ''
    if isinstance(values[0], str):
        return values[0]
    return number(sum(values) if title in SUMS else statistics.median(values))


def number(value):
    if value >= 100 or value == int(value):
        return f'{value:,.0f}'
    return f'{value:.2f}' if value < 10 else f'{value:.1f}'


def ratios(runs, scenarios):
    """How many times as many mails a second as the scenario that another is held against; medians by medians."""
    rates = {}
    for run in runs:
        rates.setdefault(run['scenario'], []).append(run.get('mails_per_s'))
    lines = []
    for name, own in rates.items():
        against = scenarios[name].get('against')
        if against in rates:
            lines.append(f'{name}: {statistics.median(own) / statistics.median(rates[against]):.2f} x the mails/s of {against}\n')
    return '\n' + ''.join(lines) if lines else ''
