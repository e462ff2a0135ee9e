import {get, post, query} from './api.js';
import {card, chip, confirm, el, facts, field, notice, problem, show, table} from './dom.js';
import {number, plural, time} from './format.js';

const GROUPS = ['cause', 'reason', 'profile', 'domain', 'template'];
const FILTERS = ['q', 'reason', 'profile', 'domain', 'template', 'lane', 'id', 'state'];

export function dead(root, [id], search, signal) {
  return id ? letter(root, id, signal) : list(root, search, signal);
}

const filters = search => Object.fromEntries(FILTERS.map(name => [name, search.get(name)]).filter(([, value]) => value));

async function list(root, search, signal) {
  const chosen = filters(search);
  const group = GROUPS.includes(search.get('group')) ? search.get('group') : 'cause';
  const go = changed => {
    location.hash = `#${query('/dead', {...chosen, group, ...changed})}`;
  };
  const words = el('input', {type: 'search', value: chosen.q, placeholder: 'words of the cause', autocomplete: 'off'});
  const reason = el('select', {onchange: () => go({reason: reason.value, q: words.value})}, el('option', {value: ''}, 'any'),
    ['permanent', 'exhausted', 'unknown'].map(one => el('option', {selected: chosen.reason === one}, one)));
  const state = el('select', {onchange: () => go({state: state.value, q: words.value})},
    ['waiting', 'replayed'].map(one => el('option', {selected: chosen.state === one}, one)));
  const groups = el('div');
  const bulk = el('div', {class: 'bulk'});
  const letters = el('div', {'aria-live': 'polite'});
  show(root, el('h1', {}, 'Dead letters'),
    el('form', {class: 'bar', role: 'search', onsubmit: event => {
      event.preventDefault();
      go({q: words.value});
    }}, field('Search', words), field('Reason', reason), field('State', state), el('button', {class: 'primary'}, 'Search')),
    chips(chosen, go), groups, bulk, letters);

  const [grouped, page] = await Promise.all([
    get(query('/v1/dead-letters', {...chosen, group_by: group}), signal),
    get(query('/v1/dead-letters', {...chosen, limit: 50}), signal),
  ]);
  const count = grouped.groups.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) {
    show(letters, el('p', {class: 'empty'}, Object.keys(chosen).length > 0 ? 'No letter fits.' : 'No dead letters. Whatever was accepted is sent or on its way.'));
    return;
  }
  show(groups, card(null, el('div', {class: 'tabs', role: 'group', 'aria-label': 'Group by'}, el('span', {class: 'muted'}, 'by'),
    GROUPS.map(one => el('button', {'aria-pressed': String(one === group), onclick: () => go({group: one})}, one))), groupTable(grouped.groups, group, go)));
  show(bulk, ...actions(count, chosen, root, search, signal));
  const rows = [...page.data];
  const draw = next => show(letters, card(null, letterTable(rows)), next && el('button', {class: 'more', onclick: async () => {
    const further = await get(query('/v1/dead-letters', {...chosen, limit: 50, cursor: next}), signal);
    rows.push(...further.data);
    draw(further.next);
  }}, 'Show more'));
  draw(page.next);
}

function chips(chosen, go) {
  const given = Object.entries(chosen).filter(([name]) => !['q', 'reason', 'state'].includes(name));
  return given.length > 0 && el('p', {class: 'chosen'}, given.map(([name, value]) =>
    el('button', {class: 'tag', onclick: () => go({[name]: ''}), 'aria-label': `Without ${name} ${value}`}, `${name} ${value} ×`)));
}

/** The longest piece of a cause that its letters have in common. */
const common = key => key.split('*').sort((one, other) => other.length - one.length)[0].trim();

function groupTable(groups, by, go) {
  const most = groups[0]?.count ?? 1;
  const choose = key => go(by === 'cause' ? {q: common(key)} : {[by]: key});
  return table('Groups', ['letters', by, 'newest'], groups.slice(0, 12).map(group => [
    {class: 'figure', of: el('strong', {class: group.count === most ? 'most' : null}, number(group.count))},
    group.key === '' ? el('span', {class: 'muted'}, 'none') : el('button', {class: 'link', onclick: () => choose(group.key)}, group.key),
    {class: 'figure', of: time(group.newest_at)},
  ]));
}

function letterTable(rows) {
  return table('Letters', ['reason', 'cause', 'to', 'failed'], rows.map(letter => [
    chip(letter.state === 'waiting' ? letter.reason : letter.state),
    [el('a', {href: `#/dead/${letter.id}`}, letter.subject || 'no subject'), el('span', {class: 'cause'}, letter.cause)],
    letter.recipients.slice(0, 2).join(', ') + (letter.recipients.length > 2 ? ` and ${letter.recipients.length - 2} more` : ''),
    {class: 'figure', of: el('time', {datetime: letter.failed_at, title: letter.failed_at}, time(letter.failed_at))},
  ]));
}

/** Sending again or deleting all that the filter chooses: counted first, then confirmed. */
function actions(count, chosen, root, search, signal) {
  const told = el('p', {role: 'status'});
  const again = () => list(root, search, signal);
  const replay = chosen.state !== 'replayed' && el('button', {class: 'primary', onclick: () =>
    all('replay', chosen, told, signal).then(done => done && again())}, `Send ${number(count)} again…`);
  const purge = el('button', {class: 'danger', onclick: () =>
    all('purge', chosen, told, signal).then(done => done && again())}, `Delete ${number(count)}…`);
  return [replay, purge, told];
}

async function all(action, chosen, told, signal) {
  const wanted = Object.keys(chosen).length > 0 ? {...chosen} : {all: true};
  if (action === 'replay') {
    delete wanted.state;
  }
  const path = `/v1/dead-letters/${action}`;
  try {
    const {matched} = await post(path, {...wanted, dry_run: true}, signal);
    const pace = el('input', {type: 'number', min: 0.01, step: 'any', placeholder: 'as fast as it goes'});
    const asked = action === 'replay'
      ? [el('p', {}, 'Each goes out under the id and the Message-ID that it had. A mail whose reason is unknown may have arrived already, and reaches its reader twice then.'), field('Mails a second, at most', pace)]
      : el('p', {}, `${plural(matched, 'letter')} will be deleted, and with them their mails. This cannot be undone.`);
    const title = action === 'replay' ? `Send ${plural(matched, 'mail')} again?` : `Delete ${plural(matched, 'letter')}?`;
    if (!await confirm(title, asked, action === 'replay' ? `Send ${number(matched)}` : `Delete ${number(matched)}`, action === 'replay' ? 'primary' : 'danger')) {
      return false;
    }
    const part = action === 'replay' && pace.value ? {...wanted, rate: Number(pace.value)} : wanted;
    for (let done = 0; ;) {
      const answer = await post(path, part, signal);
      const now = answer.replayed ?? answer.purged;
      done += now;
      told.textContent = `${number(done)} of ${number(matched)} done`;
      if (answer.remaining === 0 || now === 0) {
        return true;
      }
    }
  } catch (error) {
    show(told, problem(error));
    return false;
  }
}

async function letter(root, id, signal) {
  const letter = await get(`/v1/dead-letters/${encodeURIComponent(id)}`, signal);
  show(root, el('p', {class: 'crumb'}, el('a', {href: '#/dead'}, 'Dead letters')),
    el('div', {class: 'title'}, el('h1', {}, letter.subject || 'no subject'), chip(letter.reason), letter.state !== 'waiting' && chip(letter.state)),
    notice('bad', el('p', {}, letter.cause)),
    el('div', {class: 'columns'},
      card('Letter', facts([
        ['Not sent to', letter.recipients.join(', ')],
        ['Mail', letter.mail_id && el('a', {href: `#/mails/${letter.mail_id}`}, el('code', {}, letter.mail_id))],
        ['Trace', letter.trace_id && el('code', {}, letter.trace_id)],
        ['Way', `lane ${letter.lane ?? '–'}, failed in ${letter.step ?? '–'}, profile ${letter.profile}`],
        ['Accepted', letter.accepted_at && time(letter.accepted_at)], ['Failed', time(letter.failed_at)],
        ['Sent again', letter.replayed_at && time(letter.replayed_at)], ['Tenant', letter.tenant],
      ])),
      card('Attempts', el('ol', {class: 'timeline'}, letter.attempts.map((attempt, i) => el('li', {},
        el('time', {datetime: attempt.at}, time(attempt.at)),
        el('div', {}, `attempt ${i + 1}`, attempt.rule && el('span', {class: 'muted'}, ` · rule ${attempt.rule}`),
          el('blockquote', {}, attempt.reply_text || (attempt.reply_code ? `${attempt.reply_code} ${attempt.enhanced_code ?? ''}` : 'no reply'))))))),
    ),
    letter.mail ? editor(letter, root, signal) : card('Job', el('pre', {}, letter.job ?? '')));
}

/** The mail in fields, or as JSON: what is shown last is what is sent. */
function editor(letter, root, signal) {
  const mail = structuredClone(letter.mail);
  const told = el('div', {'aria-live': 'polite'});
  const fields = el('div', {class: 'fields'});
  const json = el('textarea', {rows: 18, spellcheck: 'false', class: 'code', 'aria-label': 'The mail as JSON'});
  let asJson = false;
  const address = value => (typeof value === 'string' ? value : value.name ? `${value.name} <${value.email}>` : value.email);
  const addresses = value => [value ?? []].flat().map(address).join(', ');
  const text = (name, label, rows) => {
    const input = rows
      ? el('textarea', {rows, spellcheck: 'false', class: name === 'html' ? 'code' : null}, mail[name] ?? '')
      : el('input', {value: ['to', 'cc', 'bcc', 'from'].includes(name) ? addresses(mail[name]) : mail[name] ?? '', spellcheck: 'false'});
    input.addEventListener('input', () => {
      const list = ['to', 'cc', 'bcc'].includes(name);
      mail[name] = list ? input.value.split(/,(?=[^"]*(?:"[^"]*"[^"]*)*$)/).map(one => one.trim()).filter(Boolean) : input.value;
    });
    return field(label, input);
  };
  const draw = () => show(fields, asJson ? json : [
    text('to', 'To'), mail.cc && text('cc', 'Cc'), mail.bcc && text('bcc', 'Bcc'), text('from', 'From'),
    !mail.template && text('subject', 'Subject'), mail.text !== undefined && text('text', 'Text', 8), mail.html !== undefined && text('html', 'HTML', 10),
    mail.template && el('p', {class: 'muted'}, `Template ${mail.template.id}; its variables are in the JSON.`),
  ].filter(Boolean));
  const toggle = el('button', {class: 'quiet', 'aria-pressed': 'false', onclick: () => {
    try {
      if (asJson) {
        const edited = JSON.parse(json.value);
        Object.keys(mail).forEach(name => delete mail[name]);
        Object.assign(mail, edited);
      } else {
        json.value = JSON.stringify(mail, null, 2);
      }
      asJson = !asJson;
      toggle.setAttribute('aria-pressed', String(asJson));
      show(told);
      draw();
    } catch (error) {
      show(told, problem(new Error(`Not JSON: ${error.message}`)));
    }
  }}, 'Edit as JSON');
  const act = async (path, body, words) => {
    try {
      await post(`/v1/dead-letters/${letter.id}/${path}`, body, signal);
      show(told, notice('good', words, letter.mail_id && path === 'replay' && [' ', el('a', {href: `#/mails/${letter.mail_id}`}, 'See the mail')]));
      again.disabled = true;
      purge.disabled = true;
    } catch (error) {
      show(told, problem(error));
    }
  };
  const again = el('button', {class: 'primary', disabled: letter.state !== 'waiting', onclick: async () => {
    let body;
    try {
      body = {mail: asJson ? JSON.parse(json.value) : mail};
    } catch (error) {
      show(told, problem(new Error(`Not JSON: ${error.message}`)));
      return;
    }
    const changed = JSON.stringify(body.mail) !== JSON.stringify(letter.mail);
    await act('replay', changed ? body : {}, changed ? 'Sent again, as edited.' : 'Sent again, as it was.');
  }}, 'Send again');
  const purge = el('button', {class: 'danger', onclick: async () => {
    if (await confirm('Delete this letter?', el('p', {}, 'Its mail is deleted with it. This cannot be undone.'), 'Delete', 'danger')) {
      await act('purge', {}, 'Deleted.');
    }
  }}, 'Delete…');
  draw();
  return card('Mend and send again', toggle, fields, told, el('div', {class: 'actions'}, purge, again));
}
