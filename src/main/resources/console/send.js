import {get, post} from './api.js';
import {card, el, facts, field, mailFrame, notice, problem, show} from './dom.js';

export async function send(root, rest, search, signal) {
  const [templates, routes] = await Promise.all([
    get('/v1/templates', signal).catch(() => ({data: []})), get('/v1/routes', signal).catch(() => ({data: []})),
  ]);
  const lanes = routes.data.filter(route => route.file === 'lane.camel.yaml').map(route => route.from.replace('queue:mail.', ''));
  const input = (name, attributes) => el('input', {name, required: true, spellcheck: 'false', ...attributes});
  const from = input('from', {placeholder: 'Shop <shop@example.com>'});
  const to = input('to', {placeholder: 'ada@example.org'});
  const lane = el('select', {}, el('option', {value: ''}, 'as usual'), lanes.map(one => el('option', {}, one)));
  const template = el('select', {}, el('option', {value: ''}, 'none: a text of my own'),
    templates.data.map(one => el('option', {selected: search.get('template') === one.id}, one.id)));
  const subject = input('subject', {value: 'A test from the console'});
  const text = el('textarea', {rows: 6}, 'It works.');
  const html = el('textarea', {rows: 4, class: 'code', spellcheck: 'false', placeholder: 'optional'});
  const variables = el('textarea', {rows: 12, class: 'code', spellcheck: 'false'});
  const content = el('div', {class: 'fields'});
  const told = el('div', {'aria-live': 'polite'});
  const preview = el('div', {}, el('p', {class: 'empty'}, 'See it first, and it shows here.'));

  const draw = () => {
    const chosen = templates.data.find(one => one.id === template.value);
    if (chosen) {
      variables.value = JSON.stringify(chosen.example ?? {}, null, 2);
    }
    show(content, chosen ? field('Variables', variables) : [field('Subject', subject), field('Text', text), field('HTML', html)]);
  };
  template.addEventListener('change', draw);
  draw();

  const mail = () => {
    const one = {from: from.value.trim(), to: to.value.split(',').map(address => address.trim()).filter(Boolean)};
    if (lane.value) {
      one.stream = lane.value;
    }
    if (template.value) {
      return {...one, template: {id: template.value, variables: JSON.parse(variables.value)}};
    }
    return {...one, subject: subject.value, text: text.value, ...(html.value.trim() ? {html: html.value} : {})};
  };
  const act = async dry => {
    show(told);
    try {
      const answer = await post('/v1/emails', dry ? {...mail(), dry_run: true} : mail(), signal);
      if (dry) {
        dryRun(preview, answer);
      } else {
        show(told, notice('good', 'Accepted. ', el('a', {href: `#/mails/${answer.id}`}, 'See what becomes of it')));
      }
    } catch (error) {
      show(told, problem(error instanceof SyntaxError ? new Error(`The variables are not JSON: ${error.message}`) : error));
    }
  };
  const form = el('form', {onsubmit: event => {
    event.preventDefault();
    act(event.submitter?.value === 'preview');
  }},
  el('div', {class: 'fields'}, field('From', from), field('To', to, 'several by commas'),
    el('div', {class: 'pair'}, field('Lane', lane), field('Template', template))), content, told,
  el('div', {class: 'actions'}, el('button', {value: 'preview'}, 'See it first'), el('button', {class: 'primary', value: 'send'}, 'Send')));
  show(root, el('h1', {}, 'Send a test mail'), el('div', {class: 'columns preview'}, card(null, form), preview));
}

function dryRun(preview, answer) {
  const frame = answer.html && mailFrame('The mail as it would be sent');
  show(preview, card('As it would be sent',
    [...answer.held, ...answer.warnings].map(one => notice('warn', one)),
    facts([['Subject', answer.subject], ['Profile', answer.profile]]),
    frame ? el('div', {class: 'stage desktop'}, frame) : el('pre', {class: 'plain'}, answer.text),
    el('details', {}, el('summary', {}, 'MIME'), el('pre', {}, answer.mime))));
  frame?.show(answer.html);
}
