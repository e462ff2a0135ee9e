// Makes elements. Text is always text: nothing here reads HTML.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export function show(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(child => child));
}

/** A table; a row is a list of cells, a cell is text, an element, or {class, of}. */
export function table(caption, heads, rows) {
  const cell = (content, i) => {
    const plain = typeof content !== 'object' || content === null || content instanceof Node || Array.isArray(content);
    const of = plain ? content : content.of;
    return el('td', {'data-head': heads[i] || null, class: plain ? null : content.class}, of);
  };
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
    el('table', {},
      el('caption', {class: 'hidden'}, caption),
      el('thead', {}, el('tr', {}, heads.map(head => (head === '' ? el('td') : el('th', {scope: 'col'}, head))))),
      el('tbody', {}, rows.map(row => el('tr', {}, row.map(cell))))));
}

export function card(title, ...content) {
  return el('section', {class: 'card'}, title && el('h2', {}, title), ...content);
}

const TONES = {
  sent: 'good', ready: 'good', UP: 'good', Started: 'good', applied: 'good',
  delivery_delayed: 'warn', slow: 'warn', failing: 'warn', 'half-open': 'warn', exhausted: 'warn', unknown: 'warn', replaying: 'warn',
  bounced: 'bad', failed: 'bad', paused: 'bad', open: 'bad', DOWN: 'bad', permanent: 'bad', Stopped: 'bad', refused: 'bad',
};

export const chip = text => el('span', {class: `chip ${TONES[text] ?? ''}`}, String(text).replaceAll('_', ' '));

/** Facts as a list of names and values; those without a value are left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== null && value !== '' && value.length !== 0);
  return el('dl', {class: 'facts'}, known.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

export function field(label, input, hint) {
  return el('label', {class: 'field'}, el('span', {}, label), input, hint && el('small', {class: 'muted'}, hint));
}

export function notice(tone, ...content) {
  return el('div', {class: `notice ${tone}`, role: tone === 'bad' ? 'alert' : 'status'}, ...content);
}

/** What an error says, with the fields that it's about. */
export function problem(error) {
  const details = error.details ?? [];
  return notice('bad', el('p', {}, error.message),
    details.length > 0 && el('ul', {}, details.map(one => el('li', {}, el('code', {}, one.field || 'body'), ` ${one.reason}`))));
}

/** Asks, and answers whether the person agreed. Escape and Cancel are a no. */
export function confirm(title, content, action, tone = 'primary', width = null) {
  return new Promise(resolve => {
    const yes = el('button', {class: tone, value: 'yes'}, action);
    const dialog = el('dialog', {class: width, 'aria-labelledby': 'confirm-title'},
      el('form', {method: 'dialog'}, el('h2', {id: 'confirm-title'}, title), content,
        el('div', {class: 'actions'}, el('button', {value: ''}, 'Cancel'), yes)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A frame that shows a mail's HTML: without scripts, forms or pictures from elsewhere. */
export function mailFrame(title) {
  const frame = el('iframe', {src: '/console/mail.html', sandbox: 'allow-same-origin', title, class: 'mail'});
  const loaded = new Promise(resolve => frame.addEventListener('load', resolve, {once: true}));
  frame.show = async html => {
    await loaded;
    const inner = frame.contentDocument?.querySelector('iframe');
    if (inner) {
      inner.srcdoc = html;
    }
  };
  return frame;
}
