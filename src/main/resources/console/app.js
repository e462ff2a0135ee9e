// Leads from the address to a page, and asks for the key when the gateway wants one.

import {hasKey, setKey} from './api.js';
import {el, problem, show} from './dom.js';
import {look} from './live.js';
import {dead} from './dead.js';
import {mails} from './mails.js';
import {overview} from './overview.js';
import {routes} from './routes.js';
import {send} from './send.js';
import {templates} from './templates.js';

const PAGES = {
  '': ['Overview', overview], mails: ['Mails', mails], dead: ['Dead letters', dead],
  templates: ['Templates', templates], routes: ['Routes', routes], send: ['Send', send],
};
const main = document.getElementById('main');
const keyDialog = document.getElementById('key');
const keyValue = document.getElementById('key-value');
const forget = document.getElementById('forget');
const live = document.getElementById('live');
let page;

async function open(focus) {
  page?.abort();
  page = new AbortController();
  const {signal} = page;
  const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/').map(decodeURIComponent);
  const [title, fill] = PAGES[name] ?? PAGES[''];
  document.title = `${title} · Dromail`;
  for (const link of document.querySelectorAll('header nav a')) {
    const here = link.getAttribute('href') === `#/${PAGES[name] ? name : ''}`;
    link.toggleAttribute('aria-current', here);
    if (here) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({block: 'nearest', inline: 'nearest'});
    }
  }
  const root = el('div', {class: `page ${name || 'overview'}`});
  show(main, root);
  if (focus) {
    main.focus({preventScroll: true});
    scrollTo(0, 0);
  }
  try {
    await fill(root, rest, new URLSearchParams(search), signal);
  } catch (error) {
    if (!signal.aborted) {
      root.append(problem(error));
    }
  }
  if (!signal.aborted) {
    root.dataset.ready = '';
  }
}

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});

document.addEventListener('key-wanted', event => {
  if (!keyDialog.open) {
    document.getElementById('key-why').textContent = event.detail.name === 'missing_api_key' ? '' : event.detail.message;
    keyValue.value = '';
    keyDialog.showModal();
  }
});

document.getElementById('key-form').addEventListener('submit', () => {
  setKey(keyValue.value.trim());
  keyValue.value = '';
  forget.hidden = false;
  look();
  open(false);
});

forget.addEventListener('click', () => {
  setKey(null);
  location.reload();
});

document.addEventListener('looked', event => {
  const error = event.detail;
  live.className = error ? 'live lost' : 'live';
  live.textContent = error ? (error.status ? 'no figures' : 'no connection') : 'live';
});

addEventListener('hashchange', () => open(true));
forget.hidden = !hasKey();
look();
open(false);
