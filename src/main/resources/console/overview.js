import {get} from './api.js';
import {card, chip, el, show, table} from './dom.js';
import {number, plural, rate, span, time} from './format.js';
import {queues, rates, samples, total, watch} from './live.js';
import {chart, meter} from './chart.js';

const FLOW = [
  ['dromail.mails.accepted', 'Accepted', 'in'],
  ['dromail.mails.sent', 'Sent', 'out'],
  ['dromail.mails.deferred', 'Deferred', 'warn'],
  ['dromail.mails.dead', 'Dead', 'bad'],
];
const PROFILES_EVERY_MS = 4000;

export async function overview(root, rest, search, signal) {
  const alarm = el('div', {class: 'alarm', 'aria-live': 'polite'});
  const tiles = el('div', {class: 'tiles'});
  const flow = el('div');
  const queueList = el('div');
  const profileList = el('div');
  const components = el('div');
  show(root, el('h1', {class: 'hidden'}, 'Overview'), alarm, tiles,
    el('div', {class: 'columns'}, card('Flow, mails a second', flow), card('Queues', queueList)),
    card('Profiles', profileList), card('This process', components));
  let profiles = [];
  let waiting = 0;

  const draw = sample => {
    show(alarm, ...alarms(sample, profiles, waiting));
    show(tiles, FLOW.map(([name, label, tone]) => tile(label, tone, rates(name).slice(-5), total(sample, name))));
    show(flow, chart(FLOW.slice(0, 2).map(([name, label, tone]) => ({label, tone, values: rates(name)}))));
    show(queueList, queueTable(sample));
    show(components, componentTable(sample));
  };
  watch(draw, signal);

  const ask = async () => {
    const [answer, groups] = await Promise.all([
      get('/v1/profiles', signal).catch(() => ({data: []})),
      get('/v1/dead-letters?group_by=reason', signal).catch(() => ({groups: []})),
    ]);
    profiles = answer.data;
    waiting = groups.groups.reduce((sum, group) => sum + group.count, 0);
    show(profileList, profileTable(profiles));
    if (samples.length > 0) {
      show(alarm, ...alarms(samples.at(-1), profiles, waiting));
    }
  };
  await ask();
  const timer = setInterval(() => document.hidden || ask().catch(() => {}), PROFILES_EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** What somebody should look at, or that there's nothing. */
function alarms(sample, profiles, waiting) {
  const alarms = [];
  const add = (tone, href, title, ...text) =>
    alarms.push(el('a', {class: `notice ${tone}`, href}, el('strong', {}, title), ' ', ...text));
  for (const [name, component] of Object.entries(sample.components)) {
    if (component.status !== 'UP') {
      add('bad', '#/', `${name} is down.`, component.vital ? 'Mails are not accepted.' : 'Mails are accepted, and wait where they need it.');
    }
  }
  for (const profile of profiles.filter(one => one.state !== 'ready')) {
    add(profile.state === 'slow' ? 'warn' : 'bad', '#/', `Profile ${profile.name} is ${profile.state}.`, profile.cause ?? '');
  }
  const rejected = sample.components.routes?.details.rejected ?? [];
  if (rejected.length > 0) {
    add('warn', '#/routes', 'An edit was refused.', rejected[0]);
  }
  if (waiting > 0) {
    add('warn', '#/dead', `${plural(waiting, 'dead letter')} ${waiting === 1 ? 'waits' : 'wait'}.`, 'See why, mend, send again.');
  }
  return alarms.length > 0 ? alarms : [el('p', {class: 'notice good'}, el('strong', {}, 'All is well.'), ' Nothing is down, paused or refused, and no dead letter waits.')];
}

function tile(label, tone, recent, sum) {
  const now = recent.reduce((all, value) => all + value, 0) / Math.max(1, recent.length);
  return el('div', {class: `tile ${tone}`}, el('span', {class: 'label'}, label),
    el('span', {class: 'value'}, rate(now), el('small', {}, ' /s')),
    el('span', {class: 'muted'}, `${number(sum)} since the start`));
}

function queueTable(sample) {
  const all = queues(sample).filter(queue => queue.waiting > 0 || !queue.name.startsWith('mail.retry.'));
  if (all.length === 0) {
    return el('p', {class: 'muted'}, 'Not known yet.');
  }
  const most = Math.max(10, ...all.map(queue => queue.waiting + queue.held));
  return table('Queues', ['queue', 'waiting', 'in work', 'oldest', ''], all.map(queue => [
    el('code', {}, queue.name),
    {class: 'figure', of: number(queue.waiting)},
    {class: 'figure', of: number(queue.held)},
    {class: 'figure', of: queue.age === undefined || queue.waiting + queue.held === 0 ? '–' : span(queue.age)},
    {class: 'wide', of: meter(queue.waiting + queue.held, most, '')},
  ]));
}

function profileTable(profiles) {
  if (profiles.length === 0) {
    return el('p', {class: 'muted'}, 'Not known.');
  }
  const left = (some, limit) => (limit === undefined ? '–' : [`${number(some ?? limit)} of ${number(limit)} `, meter(some ?? limit, limit, 'left')]);
  return table('Profiles', ['profile', 'state', 'connections', 'this minute', 'today', 'held', 'last error'], profiles.map(profile => [
    [el('strong', {}, profile.name), el('br'), el('span', {class: 'muted nowrap'}, profile.server)],
    [chip(profile.state), profile.cause && el('span', {class: 'cause'}, profile.cause)],
    [`${profile.connections.in_use} in use, ${profile.connections.open} open of ${profile.connections.limit} `,
      meter(profile.connections.open, profile.connections.limit, '')],
    left(profile.left.mails_this_minute, profile.limits.mails_per_minute),
    left(profile.left.recipients_today, profile.limits.recipients_per_day),
    {class: 'figure', of: number(profile.left.held)},
    profile.last_error ? [el('span', {class: 'muted'}, time(profile.last_error.at)), ' ', profile.last_error.message] : '–',
  ]));
}

function componentTable(sample) {
  return table('Components', ['component', 'state', 'details'], Object.entries(sample.components).filter(([name]) => name !== 'smtp').map(([name, component]) => [
    el('strong', {}, name), chip(component.status), {class: 'muted', of: words(component.details)},
  ]));
}

function words(details) {
  return Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${typeof value === 'object' ? `(${words(value)})` : typeof value === 'number' ? number(value) : value}`)
    .join(', ');
}
