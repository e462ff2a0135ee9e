import {get, post} from './api.js';
import {card, chip, confirm, el, facts, notice, problem, show, table} from './dom.js';
import {number, plural, time} from './format.js';
import {samples, watch} from './live.js';
import {flow} from './flow.js';

const EVERY_MS = 4000;

export async function routes(root, rest, search, signal) {
  const force = el('div', {'aria-live': 'polite'});
  const outcome = el('div', {'aria-live': 'polite'});
  const picture = el('div', {class: 'flow'});
  const details = el('div', {'aria-live': 'polite'});
  const history = el('div');
  const all = el('details', {class: 'card'}, el('summary', {}, 'All routes'), el('div'));
  show(root, el('h1', {}, 'Routes'), force, outcome, card('The flow', picture, details), card('History', history), all);
  let chosen = null;
  let digest = null;
  let known = [];

  const select = route => {
    chosen = route.id;
    show(details, routeCard(route));
    draw();
  };
  const draw = () => {
    const focused = document.activeElement?.getAttribute?.('data-node');
    show(picture, flow(known, samples.at(-1), chosen, select));
    if (focused) {
      picture.querySelector(`[data-node="${CSS.escape(focused)}"]`)?.focus();
    }
  };
  const ask = async () => {
    known = (await get('/v1/routes', signal)).data;
    draw();
    show(all.lastChild, allTable(known));
  };
  const remember = async () => show(history, historyTable((await get('/v1/routes/history', signal)).data, digest, outcome, signal));

  watch(sample => {
    const state = sample.components.routes?.details ?? {};
    show(force, ...inForce(state));
    if (state.digest !== digest) {
      digest = state.digest;
      remember().catch(() => {});
      ask().catch(() => {});
    }
  }, signal);
  await Promise.all([ask(), remember()]);
  const timer = setInterval(() => document.hidden || ask().catch(() => {}), EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

function inForce(state) {
  const rejected = state.rejected ?? [];
  const line = el('p', {class: 'force'}, el('code', {}, state.digest ?? '–'), ' is in force',
    state.since && ` since ${time(state.since)}`, `: ${plural(state.routes ?? 0, 'route')}, ${plural(state.files ?? 0, 'file')}. `,
    el('span', {class: 'muted'}, `${plural(state.applied ?? 0, 'edit')} taken, ${number(state.refused ?? 0)} refused since the start.`));
  return rejected.length === 0 ? [line] : [line, notice('bad',
    el('p', {}, el('strong', {}, `An edit was refused at ${time(state.rejected_at)}.`), ' What was in force goes on. Mend the file and save it again.'),
    el('ul', {class: 'findings'}, rejected.map(finding)))];
}

/** file:line:column: what is wrong there. */
function finding(text) {
  const found = /^(.+?):(\d+(?::\d+)?)?:? (.*)$/s.exec(text);
  return el('li', {}, found && found[2] ? [el('code', {}, `${found[1]}:${found[2]}`), ` ${found[3]}`] : text);
}

function routeCard(route) {
  return el('div', {class: 'route'}, el('h3', {}, route.id, ' ', chip(route.state)), el('p', {}, route.description),
    facts([['File', el('code', {}, route.file)], ['From', el('code', {}, route.from)],
      ['To', route.to.map(one => el('code', {}, one))], ['On failure', route.on_failure.map(one => el('code', {}, one))],
      ['In work', number(route.in_work)], ['Done', `${number(route.done)} since it began`]]));
}

function allTable(known) {
  return table('All routes', ['route', 'what it does', 'from', 'done', 'in work', 'state'], known.map(route => [
    el('code', {}, route.id), route.description ?? '', {class: 'muted', of: route.from}, {class: 'figure', of: number(route.done)}, {class: 'figure', of: number(route.in_work)}, chip(route.state),
  ]));
}

function historyTable(entries, digest, outcome, signal) {
  if (entries.length === 0) {
    return el('p', {class: 'muted'}, 'This gateway keeps no history.');
  }
  const now = entries.find(entry => entry.digest === digest)?.number;
  return table('History', ['n', 'time', 'by', 'digest', 'what changed', ''], entries.map(entry => [
    {class: 'figure', of: String(entry.number)}, {class: 'figure', of: time(entry.time)}, entry.by ?? '–', el('code', {}, entry.digest), changes(entry),
    entry.number === now ? chip('in force') : el('button', {'aria-label': `Back to this: number ${entry.number}`, onclick: () => rollBack(entry, outcome, signal)}, 'Back to this…'),
  ]));
}

function changes(entry) {
  const files = (entry.changes ?? []).map(change => `${{added: '+', removed: '-'}[change.what] ?? ''}${change.file}`).join(', ');
  return `${entry.back_to ? `back to ${entry.back_to}: ` : ''}${files || 'as it was at a start'}`;
}

/** Shows what would change, and does it if that's wanted. Its outcome stays until the next one. */
async function rollBack(entry, outcome, signal) {
  try {
    const {lines} = await get(`/v1/routes/history/${entry.number}/diff`, signal);
    if (lines.length === 0) {
      show(outcome, notice('good', 'The files are like that already.'));
      return;
    }
    const sure = await confirm(`Back to number ${entry.number}?`, [el('p', {},
      `The files are written as they were at ${time(entry.time)}. The gateway checks them and takes them as any edit; mails in work finish by the old routes.`),
    diff(lines)], `Back to ${entry.number}`, 'primary', 'wide');
    if (sure) {
      const {files} = await post(`/v1/routes/history/${entry.number}/rollback`, {}, signal);
      show(outcome, notice('good', files.length === 0 ? 'The files are like that already.' : `Written: ${files.join(', ')}. A moment, and they are in force.`));
    }
  } catch (error) {
    show(outcome, problem(error));
  }
}

/** A unified diff, with its lines coloured. */
function diff(lines) {
  const kind = line => /^(\+\+\+|---) /.test(line) ? 'file' : {'@': 'place', '+': 'new', '-': 'old'}[line[0]];
  return el('pre', {class: 'diff', tabindex: 0, role: 'region', 'aria-label': 'What changes'},
    lines.map(line => el('span', {class: kind(line)}, `${line}\n`)));
}
