const NUMBER = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
const TIME = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const DAY = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit'});

export const number = value => NUMBER.format(Math.round(value ?? 0));

export const rate = value => (value >= 10 ? NUMBER.format(Math.round(value)) : SHORT.format(value));

/** The time of today, else with the day. */
export function time(iso) {
  const at = new Date(iso);
  return at.toDateString() === new Date().toDateString() ? TIME.format(at) : DAY.format(at);
}

/** 5 s, 3 min, 2 h, 4 d. */
export function span(seconds) {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

export const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : (many ?? `${one}s`)}`;
