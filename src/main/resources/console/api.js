// Speaks to the API of the gateway that served this page. The key is this tab's alone.

const KEY = 'dromail.key';

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.message ?? `The gateway answered ${status}.`);
    this.status = status;
    this.name = body?.name ?? 'error';
    this.details = body?.details ?? [];
  }
}

export const hasKey = () => sessionStorage.getItem(KEY) !== null;

export function setKey(key) {
  if (key === null) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, key);
  }
}

async function call(method, path, body, signal) {
  const headers = {};
  if (hasKey()) {
    headers.Authorization = `Bearer ${sessionStorage.getItem(KEY)}`;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const answer = await fetch(path, {
    method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body), credentials: 'omit', cache: 'no-store',
  });
  const text = await answer.text();
  let json = null;
  try {
    json = JSON.parse(text);
  } catch {
    // An answer that isn't JSON is told by its status.
  }
  if (!answer.ok) {
    const error = new ApiError(answer.status, json);
    if (answer.status === 401) {
      document.dispatchEvent(new CustomEvent('key-wanted', {detail: error}));
    }
    throw error;
  }
  return json;
}

export const get = (path, signal) => call('GET', path, undefined, signal);

export const post = (path, body, signal) => call('POST', path, body, signal);

/** A path with a query of what isn't empty. */
export function query(path, fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
