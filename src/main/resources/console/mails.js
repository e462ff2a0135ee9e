import {get, post, query} from './api.js';
import {card, chip, confirm, el, facts, field, notice, problem, show, table} from './dom.js';
import {number, span, time} from './format.js';

const STATES = ['queued', 'sent', 'delivery_delayed', 'bounced', 'failed', 'unknown', 'canceled'];
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function mails(root, [id], search, signal) {
  return id ? mail(root, id, signal) : list(root, search, signal);
}

/** What a person searched for: an id leads to its mail, an address is a recipient, a name:value is a tag. */
function filter(text) {
  if (text.includes('@')) {
    return {to: text};
  }
  return text.includes(':') ? {tag: text} : {};
}

async function list(root, search, signal) {
  const text = el('input', {type: 'search', name: 'q', value: search.get('q'), placeholder: 'id, recipient or tag:value', autocomplete: 'off', spellcheck: 'false'});
  const state = el('select', {name: 'status'}, el('option', {value: ''}, 'any'),
    STATES.map(one => el('option', {value: one, selected: search.get('status') === one}, one.replaceAll('_', ' '))));
  const found = el('div', {'aria-live': 'polite'});
  const form = el('form', {class: 'bar', role: 'search', onsubmit: event => {
    event.preventDefault();
    const wanted = text.value.trim();
    location.hash = ID.test(wanted) ? `#/mails/${wanted}` : `#${query('/mails', {q: wanted, status: state.value})}`;
  }}, field('Search', text), field('Status', state), el('button', {class: 'primary'}, 'Search'));
  state.addEventListener('change', () => form.requestSubmit());
  show(root, el('h1', {}, 'Mails'), form, found);

  const wanted = (search.get('q') ?? '').trim();
  if (wanted !== '' && !wanted.includes('@') && !wanted.includes(':')) {
    show(found, notice('warn', 'Search for the whole id of a mail, an address such as ada@example.org, or a tag such as order:EX-1042.'));
    return;
  }
  const rows = [];
  const more = async after => {
    const page = await get(query('/v1/emails', {...filter(wanted), status: search.get('status'), after, limit: 50}), signal);
    rows.push(...page.data);
    show(found, rows.length === 0 ? el('p', {class: 'empty'}, 'No mail fits.') : card(null, mailTable(rows)),
      page.next && el('button', {class: 'more', onclick: () => more(page.next).catch(error => found.append(problem(error)))}, 'Show more'));
  };
  await more();
}

function mailTable(rows) {
  return table('Mails', ['status', 'subject', 'to', 'lane', 'accepted'], rows.map(mail => [
    chip(mail.last_event),
    el('a', {href: `#/mails/${mail.id}`}, mail.subject || (mail.template ? `template ${mail.template}` : 'no subject')),
    [mail.to.slice(0, 2).join(', '), mail.to.length > 2 && ` and ${mail.to.length - 2} more`],
    {class: 'muted', of: mail.stream},
    {class: 'figure', of: el('time', {datetime: mail.created_at, title: mail.created_at}, time(mail.created_at))},
  ]));
}

async function mail(root, id, signal) {
  const mail = await get(`/v1/emails/${encodeURIComponent(id)}`, signal);
  const trace = mail.trace_id && el('code', {}, mail.trace_id);
  show(root, el('p', {class: 'crumb'}, el('a', {href: '#/mails'}, 'Mails')),
    el('div', {class: 'title'}, el('h1', {}, mail.subject || (mail.template ? `template ${mail.template}` : 'no subject')), chip(mail.last_event)),
    el('div', {class: 'columns'},
      card('Mail', facts([
        ['Id', el('code', {}, mail.id)], ['Message-ID', el('code', {}, mail.message_id)], ['Trace', trace],
        ['From', mail.from], ['Lane', mail.stream], ['Template', mail.template],
        ['Tags', mail.tags.map(tag => el('a', {class: 'tag', href: `#${query('/mails', {q: `${tag.name}:${tag.value}`})}`}, `${tag.name}:${tag.value}`))],
        ['Metadata', Object.entries(mail.metadata).map(([name, value]) => `${name}=${value}`).join(', ')],
        ['Next attempt', mail.next_attempt_at && time(mail.next_attempt_at)],
      ]), actions(mail, root, signal)),
      card('Recipients', table('Recipients', ['recipient', '', 'status', 'since'], mail.recipients.map(recipient => [
        el('a', {href: `#${query('/mails', {q: recipient.address})}`}, recipient.address), {class: 'muted', of: recipient.kind},
        chip(recipient.status), {class: 'figure', of: time(recipient.at)},
      ])))),
    card('Timeline', timeline(mail)));
}

function actions(mail, root, signal) {
  if (mail.last_event === 'delivery_delayed') {
    return el('button', {class: 'danger', onclick: async () => {
      if (await confirm('Take this mail back?', el('p', {}, 'Those who have it keep it; the others will not get it.'), 'Take it back', 'danger')) {
        await post(`/v1/emails/${mail.id}/cancel`, {}, signal).catch(error => root.prepend(problem(error)));
        await mails(root, [mail.id], null, signal);
      }
    }}, 'Take it back');
  }
  return ['failed', 'bounced', 'unknown'].includes(mail.last_event) && el('a', {class: 'button', href: `#${query('/dead', {id: mail.id})}`}, 'Its dead letter');
}

function timeline(mail) {
  const steps = [el('li', {}, el('time', {datetime: mail.created_at}, time(mail.created_at)), el('div', {}, chip('queued'), ' accepted, and durable'))];
  for (const attempt of mail.attempts) {
    const reply = [attempt.reply_code, attempt.enhanced_code].filter(Boolean).join(' ');
    const said = attempt.reply_text?.includes(String(attempt.reply_code)) ? attempt.reply_text : [reply, attempt.reply_text].filter(Boolean).join(' ');
    steps.push(el('li', {}, el('time', {datetime: attempt.at}, time(attempt.at)),
      el('div', {}, chip(attempt.event), ` attempt ${attempt.attempt}`, el('span', {class: 'muted'}, [
        attempt.profile && ` · ${attempt.profile}`, attempt.host && ` · ${attempt.host}`, attempt.tls && ` · ${attempt.tls}`,
        ` · ${number(attempt.duration_ms)} ms`].filter(Boolean).join('')),
        el('p', {}, attempt.recipients.join(', ')), said && el('blockquote', {}, said))));
  }
  if (mail.next_attempt_at) {
    const wait = (new Date(mail.next_attempt_at) - Date.now()) / 1000;
    steps.push(el('li', {class: 'next'}, el('time', {datetime: mail.next_attempt_at}, time(mail.next_attempt_at)),
      el('div', {}, 'next attempt', wait > 0 ? `, in ${span(wait)}` : ', any moment now')));
  }
  return el('ol', {class: 'timeline'}, steps);
}
