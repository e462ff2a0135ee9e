import {get, post} from './api.js';
import {card, el, field, mailFrame, problem, show} from './dom.js';

const DELAY_MS = 300;

export async function templates(root, [wanted], search, signal) {
  const {data} = await get('/v1/templates', signal);
  const template = data.find(one => one.id === wanted) ?? data[0];
  if (!template) {
    show(root, el('h1', {}, 'Templates'), el('p', {class: 'empty'}, 'There are no templates.'));
    return;
  }
  const variables = el('textarea', {rows: 16, class: 'code', spellcheck: 'false'}, JSON.stringify(template.example ?? {}, null, 2));
  const locale = el('input', {placeholder: 'none', size: 8, autocomplete: 'off', spellcheck: 'false'});
  const told = el('div', {'aria-live': 'polite'});
  const subject = el('p', {class: 'subject'});
  const frame = mailFrame('The rendered mail');
  const text = el('pre', {class: 'plain', hidden: true});
  const stage = el('div', {class: 'stage desktop'}, frame, text);
  const choose = shown => {
    stage.className = `stage ${shown}`;
    text.hidden = shown !== 'text';
    frame.hidden = shown === 'text';
    views.forEach(view => view.setAttribute('aria-pressed', String(view.dataset.view === shown)));
  };
  const views = [['desktop', 'Desktop'], ['phone', 'Phone'], ['text', 'Text']].map(([view, label]) =>
    el('button', {'data-view': view, 'aria-pressed': 'false', onclick: () => choose(view)}, label));

  const render = async () => {
    try {
      const body = {variables: JSON.parse(variables.value)};
      if (locale.value.trim()) {
        body.locale = locale.value.trim();
      }
      const made = await post(`/v1/templates/${encodeURIComponent(template.id)}/render`, body, signal);
      subject.textContent = made.subject || 'no subject';
      text.textContent = made.text;
      show(told);
      await frame.show(made.html);
    } catch (error) {
      if (!signal.aborted) {
        show(told, problem(error instanceof SyntaxError ? new Error(`The variables are not JSON: ${error.message}`) : error));
      }
    }
  };
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(render, DELAY_MS);
  };
  variables.addEventListener('input', soon);
  locale.addEventListener('input', soon);

  show(root, el('h1', {}, 'Templates'),
    el('nav', {class: 'tabs', 'aria-label': 'Templates'}, data.map(one =>
      el('a', {href: `#/templates/${encodeURIComponent(one.id)}`, 'aria-current': one === template ? 'page' : null}, one.id))),
    el('div', {class: 'columns preview'},
      card('Variables', field('JSON', variables, required(template)), field('Locale', locale), told,
        el('p', {}, el('a', {href: `#/send?template=${encodeURIComponent(template.id)}`}, 'Send a test mail from it'))),
      card(null, el('div', {class: 'tabs', role: 'group', 'aria-label': 'Width'}, views), subject, stage)));
  choose('desktop');
  await render();
}

function required(template) {
  const names = template.variables?.required ?? [];
  return names.length > 0 && `It wants ${names.join(', ')}.`;
}
