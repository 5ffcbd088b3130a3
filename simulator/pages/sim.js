// The demo's page: polls the simulator's state, shows it, and posts what people do. All state lives in the server.
import { progressOf, showMap } from './map.js';

const $ = (selector, from = document) => from.querySelector(selector);
const LINKS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;
const CHIPS = {
  ann: ['AC-7F3K9Q', 'where is it?', 'talk to the driver', '1', 'please ring twice', '5'],
  bob: ['AC-5HD4WP', 'where is it?', 'leave it at the back door', 'can I have it tomorrow?', '2'],
  sam: ['next', 'list', 'arrived', 'done', 'late 15'],
};
const HINTS = {
  ann: 'Tap AC-7F3K9Q to ask where your parcel is. Then talk to the driver.',
  bob: 'Say where to leave it, or ask for another day.',
  sam: 'You drive. Answer customers here, or say how far you are.',
};
const ASK_BY_MAIL = { subject: 'My parcel', text: 'Hello, where is AC-7F3K9Q?' };
let tag = '', zone = 'America/New_York', anchor = null, answered = null, state = null;

const time = (at) => (at ? new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(new Date(at)) : '');
const make = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

const brief = (link) => (link.length > 30 ? `${link.slice(0, 27)}…` : link);

/** Put a text into an element, its links as links. */
function withLinks(into, text) {
  let end = 0;
  for (const match of text.matchAll(LINKS)) {
    into.append(text.slice(end, match.index));
    const link = make('a', '', brief(match[0].replace(/^https?:\/\//, '')));
    Object.assign(link, { href: match[0], target: '_blank', rel: 'noopener noreferrer' });
    into.append(link);
    end = match.index + match[0].length;
  }
  into.append(text.slice(end));
  return into;
}

async function act(path, body, method = 'POST') {
  try {
    const answer = await fetch(path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
    if (!answer.ok) say((await answer.json().catch(() => ({}))).error ?? `That did not work (${answer.status})`);
  } catch { say('The simulator does not answer'); }
  poll(false);
}

function say(trouble) {
  $('#trouble').hidden = !trouble;
  if ($('#trouble').textContent !== (trouble ?? '')) $('#trouble').textContent = trouble ?? '';
}

const lineName = (line, phone) => (phone.role === 'driver' && line !== phone.lines[0] ? `Acme, line ${line.slice(-2)}` : 'Acme');

function buildPhone(phone) {
  const card = make('article', 'phone');
  card.id = `phone-${phone.key}`;
  card.setAttribute('aria-label', `${phone.name}’s phone`);
  const head = make('header');
  const names = make('div');
  names.append(make('h2', '', phone.name), make('p', '', phone.number));
  head.append(make('div', 'face', phone.name[0]), names, make('span', 'tag', phone.role === 'driver' ? 'Driver' : 'Customer'));
  const thread = make('div', 'thread');
  thread.setAttribute('role', 'log');
  thread.setAttribute('aria-live', 'polite');
  thread.setAttribute('aria-label', `${phone.name}’s messages`);
  thread.tabIndex = 0;
  thread.append(make('p', 'empty', phone.role === 'driver' ? 'Texts of customers and of the route arrive here' : 'Send the tracking number to ask where the parcel is'));
  const form = make('form');
  const input = make('input');
  Object.assign(input, { placeholder: 'Text message', maxLength: 1600 });
  input.setAttribute('aria-label', `Text message from ${phone.name}`);
  const lines = make('select');
  lines.setAttribute('aria-label', 'Send to');
  for (const line of phone.lines) lines.add(new Option(`To ${lineName(line, phone)}${line === phone.lines[0] ? ' (main line)' : ''}`, line));
  lines.hidden = phone.lines.length < 2;
  const send = (body) => body.trim() && act('/do/text', { from: phone.number, to: lines.value, body });
  form.addEventListener('submit', (event) => { event.preventDefault(); send(input.value); input.value = ''; });
  const button = make('button', 'main', 'Send');
  form.append(lines, input, button);
  const chips = make('div', 'chips');
  for (const words of CHIPS[phone.key] ?? []) {
    const chip = make('button', '', words);
    chip.type = 'button';
    chip.addEventListener('click', () => send(words));
    chips.append(chip);
  }
  card.append(head, make('p', 'advice', HINTS[phone.key] ?? ''), thread, chips, form);
  $('#phones').append(card);
  return card;
}

function showPhone(phone, first) {
  const card = $(`#phone-${phone.key}`) ?? buildPhone(phone);
  const thread = $('.thread', card);
  let last = null, fresh = false;
  for (const message of phone.messages) {
    let bubble = document.getElementById(message.id);
    if (!bubble) {
      bubble = make('div', `bubble ${message.mine ? 'mine' : ''} ${message.carrier ? 'carrier' : ''} ${first ? '' : 'new'}`);
      bubble.id = message.id;
      bubble.append(make('span', 'hidden', message.mine ? `${phone.name}: ` : 'Acme: '), withLinks(make('p'), message.body || '(picture)'), make('small'));
      if (last) last.after(bubble); else thread.prepend(bubble);
      fresh = true;
      if (!message.mine && phone.role === 'driver') $('select', card).value = message.line;
    }
    const other = phone.role === 'driver' ? lineName(message.line, phone) : '';
    const mark = message.mine ? (message.heard ? 'sent ✓' : 'sending…') : message.carrier ? 'from the carrier' : other;
    const note = [message.mine && other ? `to ${other}` : '', time(message.at), mark].filter(Boolean).join(' · ');
    if ($('small', bubble).textContent !== note) $('small', bubble).textContent = note;
    last = bubble;
  }
  // Advice is for a first visit, as is the one suggestion that stands out.
  const isUsed = phone.messages.some((message) => message.mine);
  $('.advice', card).hidden = isUsed;
  if (phone.key === 'ann') $('.chips button', card).classList.toggle('main', !isUsed);
  $('.empty', thread)?.toggleAttribute('hidden', phone.messages.length > 0);
  if (fresh) thread.scrollTop = thread.scrollHeight;
}

function noMail() {
  const none = make('div', 'none'), ask = make('button', '', 'Ask for AC-7F3K9Q by mail');
  ask.type = 'button';
  ask.addEventListener('click', () => act('/do/mail', ASK_BY_MAIL));
  none.append(make('p', 'quiet', 'No mail yet. The same service answers mails.'), ask);
  return none;
}

function showMail({ address, letters }) {
  $('#mail-address').textContent = address;
  const box = $('#letters');
  if (!letters.length && !box.childElementCount) box.append(noMail());
  for (const letter of [...letters].reverse()) {
    if (document.getElementById(letter.id)) continue;
    const card = make('article', `letter ${letter.mine ? 'mine' : ''}`);
    card.id = letter.id;
    const head = make('div'), reply = make('button', '', 'Reply');
    reply.type = 'button';
    reply.addEventListener('click', () => { answered = letter; $('#mail-to').textContent = `Reply to “${letter.subject}”`; $('#mail-text').focus(); });
    head.append(make('strong', '', letter.subject), letter.mine ? make('span', 'quiet', 'sent') : reply);
    card.append(head, make('p', 'quiet', `${letter.mine ? 'You' : letter.from} · ${time(letter.at)}`), withLinks(make('pre'), letter.text.trim()));
    $('.none', box)?.remove();
    box.prepend(card);
  }
}

function showLog({ log, counts, phones }) {
  const name = (address) => phones.find((phone) => phone.number === address)?.name ?? (address.startsWith('+150055500') ? `Acme …${address.slice(-2)}` : `…${address.slice(-4)}`);
  $('#counts').textContent = `${counts.accepted} sent in ${counts.requests} requests · ${counts.inbound} received · ${counts.mails} ${counts.mails === 1 ? 'mail' : 'mails'} · ${counts.opt_outs} opted out`;
  $('#log').replaceChildren(...log.map((text) => {
    const row = make('tr');
    const kind = { delivered: 'good', received: 'good', undelivered: 'bad', failed: 'bad' }[text.status] ?? '';
    row.append(make('td', '', name(text.from)), make('td', '', name(text.to)), make('td', kind, text.status + (text.code ? ` (${text.code})` : '')), make('td', '', text.segments), make('td', '', text.answers.map((status) => status || 'none').join(', ') || '–'));
    return row;
  }));
}

function showControls({ van, faults }) {
  for (const button of document.querySelectorAll('[data-fault]')) {
    const wish = JSON.parse(button.dataset.fault);
    const rule = faults.find((fault) => fault.kind === wish.kind && fault.address === (wish.address ?? null));
    button.dataset.rule = rule?.id ?? '';
    button.setAttribute('aria-pressed', Boolean(rule));
  }
  if (!van) return;
  $('#play').textContent = van.playing ? 'Pause' : 'Drive on';
  for (const button of document.querySelectorAll('[data-pace]')) button.setAttribute('aria-pressed', button.dataset.pace === String(van.pace ?? ''));
}

function show(first) {
  for (const phone of state.phones) showPhone(phone, first);
  showMail(state.mailbox);
  showLog(state);
  showControls(state);
  if (!state.clock) return;
  zone = state.clock.zone;
  anchor = state.clock.now && { at: Date.parse(state.clock.now), seen: performance.now(), rate: state.clock.rate };
  $('#rate').textContent = anchor ? `${state.clock.rate}×` : '';
  tick();
  say(state.clock.trouble);
  showMap($('#map'), state);
  const progress = progressOf(state, time);
  if ($('#progress').textContent !== progress) {
    $('#progress').textContent = progress;
    $('#map').setAttribute('aria-label', `Map of the route. ${progress}`);
  }
}

async function poll(again = true) {
  try {
    const answer = await fetch('/state', { headers: tag ? { 'If-None-Match': tag } : {}, cache: 'no-store' });
    if (answer.status === 200) {
      const first = !tag;
      tag = answer.headers.get('ETag');
      state = await answer.json();
      show(first);
    } else if (state) say(state.clock?.trouble);
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    say('The simulator does not answer; this page goes on as soon as it does.');
  } finally {
    if (again) setTimeout(poll, 1000);
  }
}

function tick() {
  if (!anchor) return;
  const now = new Date(anchor.at + (performance.now() - anchor.seen) * anchor.rate);
  $('#clock').textContent = time(now);
  $('#date').textContent = new Intl.DateTimeFormat('en-US', { weekday: 'short', month: 'short', day: 'numeric', timeZone: zone }).format(now);
}

$('#mail-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('#mail-text').value.trim();
  if (!text) return;
  act('/do/mail', answered ? { id: answered.id, text } : { subject: 'My delivery', text });
  [answered, $('#mail-text').value, $('#mail-to').textContent] = [null, '', 'New mail to track@acme.example'];
});
document.addEventListener('click', ({ target }) => {
  const { van, pace, fault, rule } = target.dataset ?? {};
  if (target.id === 'play') act('/do/van', { action: state?.van?.playing ? 'pause' : 'play' });
  if (van) act('/do/van', { action: van });
  if (pace !== undefined) act('/do/van', { pace: pace ? Number(pace) : null });
  if (fault) { if (rule) act(`/do/fault/${rule}`, null, 'DELETE'); else act('/do/fault', JSON.parse(fault)); }
});
setInterval(tick, 250);
poll();
