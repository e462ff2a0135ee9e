// Small pictures of figures.

import {el, svg} from './dom.js';
import {rate} from './format.js';

const WIDTH = 600;
const HEIGHT = 150;
const POINTS = 150;

/** Lines over the last five minutes, the newest at the right. */
export function chart(lines) {
  const most = Math.max(1, ...lines.flatMap(line => line.values));
  const step = WIDTH / (POINTS - 1);
  const points = values => values.map((value, i) => [
    WIDTH - (values.length - 1 - i) * step, HEIGHT - 4 - (value / most) * (HEIGHT - 16),
  ]);
  const path = values => points(values).map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  const area = values => (values.length < 2 ? '' : `${path(values)}V${HEIGHT}H${points(values)[0][0].toFixed(1)}Z`);
  const label = lines.map(line => `${line.label} ${rate(line.values.at(-1) ?? 0)} a second`).join(', ');
  return el('figure', {class: 'chart'},
    svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label},
      [0.25, 0.5, 0.75].map(part => svg('path', {class: 'grid', d: `M0 ${HEIGHT * part}H${WIDTH}`})),
      lines.map(line => [svg('path', {class: `area ${line.tone}`, d: area(line.values)}), svg('path', {class: `line ${line.tone}`, d: path(line.values)})])),
    el('figcaption', {}, lines.map(line => el('span', {class: `key ${line.tone}`}, `${line.label} ${rate(line.values.at(-1) ?? 0)}`)),
      el('span', {class: 'muted'}, `most ${rate(most)} · last 5 min`)));
}

/** A bar; of what is left, little is the alarming end. */
export function meter(value, most, kind) {
  const part = Math.min(1, Math.max(0, value / (most || 1)));
  const tone = kind === 'left' ? (part < 0.1 ? 'bad' : part < 0.25 ? 'warn' : '') : '';
  return svg('svg', {class: `meter ${tone}`, viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    svg('rect', {class: 'rail', width: 100, height: 6, rx: 3}), part > 0 && svg('rect', {class: 'fill', width: Math.max(2, part * 100), height: 6, rx: 3}));
}
