// Looks every two seconds how the gateway stands, while somebody looks at the page.

import {get} from './api.js';

const EVERY_MS = 2000;
const KEPT = 150;

export const samples = [];
const listeners = new Set();
let timer;
let asking = false;

/** Tells of each sample until the signal; of the newest at once. */
export function watch(listener, signal) {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
  if (samples.length > 0) {
    listener(samples.at(-1));
  }
}

export async function look() {
  clearTimeout(timer);
  if (asking) {
    return;
  }
  asking = true;
  let error = null;
  try {
    samples.push({...await get('/v1/overview'), seen: performance.now() / 1000});
    samples.splice(0, Math.max(0, samples.length - KEPT));
    listeners.forEach(listener => listener(samples.at(-1)));
  } catch (failure) {
    error = failure;
  } finally {
    asking = false;
  }
  document.dispatchEvent(new CustomEvent('looked', {detail: error}));
  if (error?.status !== 401 && !document.hidden) {
    timer = setTimeout(look, EVERY_MS);
  }
}

document.addEventListener('visibilitychange', () => document.hidden || look());

/** The figures of a name. */
export const figures = (sample, name) => sample.figures.filter(figure => figure.name === name);

/** A counter over all of its labels. */
export const total = (sample, name) => figures(sample, name).reduce((sum, figure) => sum + (figure.count ?? 0), 0);

/** How much a counter grows in a second, between samples; a restart begins anew. */
export function rates(name) {
  return samples.slice(1).map((sample, i) => {
    const before = samples[i];
    return Math.max(0, total(sample, name) - total(before, name)) / Math.max(0.5, sample.seen - before.seen);
  });
}

/** How the queues stand: those that work is taken from, then those in which mails wait. */
export function queues(sample) {
  const of = (name, queue) => figures(sample, name).find(figure => figure.labels.queue === queue)?.value;
  const work = figures(sample, 'dromail.queue.mails').map(figure => {
    const queue = figure.labels.queue;
    return {name: queue, waiting: figure.value ?? 0, held: of('dromail.queue.held', queue) ?? 0, age: of('dromail.queue.age', queue)};
  });
  const waits = figures(sample, 'dromail.retry.mails').map(figure => ({
    name: `mail.retry.${figure.labels.delay}`, waiting: figure.value ?? 0, held: 0,
  }));
  return [...work, ...waits].sort((one, other) => one.name.localeCompare(other.name));
}
