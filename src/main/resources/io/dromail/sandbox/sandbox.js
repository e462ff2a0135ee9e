// Shows times as the reader's clock has them, and lets the list follow what arrives.
(() => {
  const clock = new Intl.DateTimeFormat(undefined, {timeStyle: 'short'});
  const day = new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short'});
  const full = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});

  const localTimes = root => root.querySelectorAll('time').forEach(time => {
    const at = new Date(time.dateTime);
    const today = at.toDateString() === new Date().toDateString();
    time.title = full.format(at);
    time.textContent = !time.classList.contains('short') ? full.format(at) : (today ? clock : day).format(at);
  });

  const ready = () => {
    localTimes(document);
    const origin = document.getElementById('origin');
    if (origin && location.protocol.startsWith('http')) {
      origin.textContent = location.origin;
    }
  };

  const follow = async () => {
    const list = document.getElementById('list');
    let answers = true;
    try {
      const answer = await fetch('/sandbox', {cache: 'no-store'});
      answers = answer.ok;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = page.getElementById('list');
      if (answers && (next.dataset.newest !== list.dataset.newest || next.dataset.total !== list.dataset.total)) {
        const focused = document.activeElement.getAttribute('href');
        const seen = Number(list.dataset.newest);
        next.querySelectorAll('.row').forEach(row => {
          row.classList.toggle('new', Number(row.getAttribute('href').split('/').pop()) > seen);
        });
        list.replaceWith(document.adoptNode(next));
        ready();
        [...next.querySelectorAll('.row')].find(row => row.getAttribute('href') === focused)?.focus({preventScroll: true});
      }
    } catch {
      answers = false;
    }
    document.getElementById('status').classList.toggle('lost', !answers);
    document.getElementById('state').textContent = answers ? 'Listening' : 'Dromail does not answer';
  };

  ready();
  if (document.getElementById('list')) {
    setInterval(() => document.hidden || follow(), 3000);
    document.addEventListener('visibilitychange', () => document.hidden || follow());
  }
})();
