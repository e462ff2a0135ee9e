// The way of a mail as a picture: doors at the left, providers and what is left over at the right.

import {svg} from './dom.js';
import {number, span} from './format.js';
import {queues} from './live.js';

const WIDTH = 118;
const HEIGHT = 38;
const GAP_X = 24;
const GAP_Y = 16;
const MARGIN = 12;

export function flow(routes, sample, chosen, select) {
  const graph = prune(connect(routes));
  const columns = arrange(graph);
  const stand = new Map((sample ? queues(sample) : []).map(queue => [queue.name, queue]));
  const right = Math.max(...graph.nodes.map(node => node.x)) + WIDTH + MARGIN;
  const low = Math.max(...graph.nodes.map(node => node.y)) + HEIGHT;
  const near = chosen === null ? null : new Set(graph.edges.filter(edge => edge.from.id === chosen || edge.to.id === chosen));
  return svg('svg', {viewBox: `0 0 ${right} ${low + 48}`, width: right, height: low + 48, role: 'group', 'aria-label': `The flow in ${columns} steps`},
    graph.edges.map(edge => svg('path', {
      class: ['edge', edge.kind, near?.has(edge) ? 'near' : ''].join(' '), d: line(edge, low),
    })),
    graph.nodes.map(node => draw(node, stand, chosen, select)));
}

/** Routes, queues and providers, and what leads from one to another. */
function connect(routes) {
  const nodes = new Map();
  const edges = [];
  const add = (id, kind, route) => nodes.get(id) ?? nodes.set(id, {id, kind, route, name: id.replace(/^queue:/, '')}).get(id);
  for (const route of routes) {
    add(route.id, /^(direct|queue):/.test(route.from) ? 'step' : 'door', route);
    if (route.from.startsWith('queue:')) {
      add(route.from, 'queue');
    }
  }
  const lanes = routes.filter(route => route.file === 'lane.camel.yaml').map(route => route.from);
  const served = new Map(routes.map(route => [route.from, route.id]));
  const link = (from, to, kind) => nodes.has(to) && edges.push({from: nodes.get(from), to: nodes.get(to), kind});
  for (const route of routes) {
    if (route.from.startsWith('queue:')) {
      link(route.from, route.id, '');
    }
    for (const to of route.to) {
      if (to === 'exchange:mail') {
        [...lanes, 'queue:mail.journal'].forEach(queue => link(route.id, queue, ''));
      } else if (to === 'exchange:mail.dlx') {
        link(route.id, 'queue:mail.dead', '');
      } else if (to === 'exchange:mail.retry') {
        add('queue:mail.retry', 'queue');
        link(route.id, 'queue:mail.retry', '');
        lanes.forEach(queue => link('queue:mail.retry', queue, 'back'));
      } else if (to === 'queue:mail.*') {
        lanes.forEach(queue => link(route.id, queue, ''));
      } else if (/^smtps?:/.test(to)) {
        add('provider', 'provider');
        link(route.id, 'provider', '');
      } else {
        link(route.id, to.startsWith('queue:') ? to : served.get(to), '');
      }
    }
    if (lanes.includes(route.from)) {
      route.on_failure.forEach(to => link(route.id, served.get(to), 'failure'));
    }
  }
  return {nodes: [...nodes.values()], edges};
}

/** Leaves what a mail passes: all that leads into a queue, and all that a queue leads to. */
function prune({nodes, edges}) {
  const reach = (starts, next) => {
    const seen = new Set(starts);
    for (const node of seen) {
      next(node).forEach(other => seen.add(other));
    }
    return seen;
  };
  const ends = nodes.filter(node => node.kind === 'queue' || node.kind === 'provider');
  const before = reach(ends, node => edges.filter(edge => edge.to === node).map(edge => edge.from));
  const useful = edges.filter(edge => edge.kind !== 'failure' || before.has(edge.to));
  const after = reach(nodes.filter(node => node.kind === 'queue'), node => useful.filter(edge => edge.from === node).map(edge => edge.to));
  const kept = new Set([...before, ...after]);
  return {nodes: nodes.filter(node => kept.has(node)), edges: useful.filter(edge => kept.has(edge.from) && kept.has(edge.to))};
}

/** Gives each node a column, as far from the doors as its longest way, and a place in it. */
function arrange({nodes, edges}) {
  const forward = edges.filter(edge => edge.kind !== 'back');
  const depth = new Map();
  const deep = (node, above) => {
    if (!depth.has(node)) {
      const ways = forward.filter(edge => edge.to === node && !above.has(edge.from));
      depth.set(node, 0);
      depth.set(node, Math.max(0, ...ways.map(edge => deep(edge.from, new Set([...above, node])) + 1)));
    }
    return depth.get(node);
  };
  nodes.forEach(node => deep(node, new Set()));
  // A door stands just before what it opens.
  for (const node of nodes.filter(one => one.kind === 'door')) {
    const next = forward.filter(edge => edge.from === node).map(edge => depth.get(edge.to));
    depth.set(node, Math.max(0, Math.min(...next) - 1));
  }
  const columns = [];
  nodes.forEach(node => (columns[depth.get(node)] ??= []).push(node));
  const neighbours = node => edges.filter(edge => edge.kind !== 'back').flatMap(edge => (edge.from === node ? [edge.to] : edge.to === node ? [edge.from] : []));
  const filled = columns.filter(Boolean);
  filled.forEach((column, x) => column.forEach((node, y) => Object.assign(node, {x: MARGIN + x * (WIDTH + GAP_X), y: y * (HEIGHT + GAP_Y)})));
  for (let sweep = 0; sweep < 24; sweep++) {
    for (const column of sweep % 2 === 0 ? filled : filled.toReversed()) {
      place(column, neighbours);
    }
  }
  const top = Math.min(...nodes.map(node => node.y));
  nodes.forEach(node => (node.y += MARGIN - top));
  return filled.length;
}

/** Puts each node of a column between its neighbours, as far as the others leave room. */
function place(column, neighbours) {
  const wish = new Map(column.map(node => {
    const near = neighbours(node);
    return [node, near.length === 0 ? node.y : near.reduce((sum, other) => sum + other.y, 0) / near.length];
  }));
  column.sort((one, other) => wish.get(one) - wish.get(other) || one.name.localeCompare(other.name));
  const middle = [...wish.values()].reduce((sum, y) => sum + y, 0) / column.length;
  let free = -Infinity;
  for (const node of column) {
    node.y = Math.max(wish.get(node), free);
    free = node.y + HEIGHT + GAP_Y;
  }
  const shift = column.reduce((sum, node) => sum + node.y, 0) / column.length - middle;
  column.forEach(node => (node.y -= shift));
}

function line({from, to, kind}, low) {
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  if (kind === 'back' || x2 < x1) {
    const y = low + 24;
    return `M${x1} ${y1}C${x1 + 40} ${y1} ${x1 + 40} ${y} ${x1 - 20} ${y}H${x2 + 20}C${x2 - 40} ${y} ${x2 - 30} ${y2} ${x2} ${y2}`;
  }
  const bend = Math.max(20, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function draw(node, stand, chosen, select) {
  const second = caption(node, stand);
  const idle = node.route && node.route.state !== 'Started';
  const open = node.route && (() => select(node.route));
  return svg('g', {
    class: ['node', node.kind, idle ? 'idle' : '', node.id === chosen ? 'chosen' : ''].join(' '),
    transform: `translate(${node.x} ${node.y.toFixed(1)})`, 'data-node': node.id,
    ...(open ? {
      tabindex: 0, role: 'button', 'aria-label': `${node.name}. ${second}`, onclick: open,
      onkeydown: event => ['Enter', ' '].includes(event.key) && (event.preventDefault(), open()),
    } : {}),
  },
  svg('title', {}, node.route?.description ?? node.name),
  svg('rect', {width: WIDTH, height: HEIGHT, rx: node.kind === 'queue' ? HEIGHT / 2 : 7}),
  svg('text', {class: node.name.length > 15 ? 'long' : null, x: WIDTH / 2, y: second ? 16 : 23}, shorten(node.name)),
  second && svg('text', {class: second.length > 18 ? 'second long' : 'second', x: WIDTH / 2, y: 30}, second));
}

const shorten = name => (name.length > 21 ? `${name.slice(0, 20)}…` : name);

function caption(node, stand) {
  if (node.kind === 'queue') {
    const of = node.name === 'mail.retry' ? [...stand.values()].filter(queue => queue.name.startsWith('mail.retry.')) : [stand.get(node.name)].filter(Boolean);
    const waiting = of.reduce((sum, queue) => sum + queue.waiting, 0);
    const age = Math.max(0, ...of.map(queue => queue.age ?? 0));
    return of.length === 0 ? '' : `${number(waiting)} wait${waiting === 1 ? 's' : ''}${waiting > 0 && age > 0 ? `, ${span(age)}` : ''}`;
  }
  if (!node.route) {
    return '';
  }
  const work = node.route.in_work > 0 ? `, ${number(node.route.in_work)} in work` : '';
  return `${number(node.route.done)} done${work}`;
}
