// SPDX-License-Identifier: Apache-2.0
// The shell: navigation, time range, refresh, keys; and which page is open.
import { h, put, announce, clip } from './lib/dom.js';
import { api, prom, me, loadSession } from './lib/api.js';
import { params, link, go, onChange, range, scrape, usual } from './lib/state.js';
import { failure, loading, dialog, toast } from './lib/panel.js';
import { duration, ago } from './lib/format.js';
import { pages as all } from './pages/index.js';
import { palette } from './lib/palette.js';
import { annotations } from './lib/annotations.js';

const REFRESH_MILLIS = 5000;
const RANGES = ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '2d', '7d', '30d'];
const view = document.getElementById('view');
const nav = document.getElementById('nav');

let pages = all;
let served = new Set();
let current = null; // {page, instance, key, abort}
let paused = false;
let busy = false;
let lastRefresh = 0;

/** What a page is given. */
export const app = {
  api,
  prom,
  params,
  go,
  link,
  me,
  toast,
  /** Whether the agent serves a path, such as `/monitoring/traces`. */
  has: (path) => served.has(path),
  /** Whether a page is there to be linked to. */
  hasPage: (id) => pages.some((page) => page.id === id),
  get range() {
    return range();
  },
  /** Looks at a stretch of time, in epoch seconds. */
  zoom(from, to) {
    params.set({ from: Math.round(from * 1000), to: Math.round(to * 1000), range: null }, { push: true });
  },
  refresh: () => refresh(true),
  title(text) {
    document.title = text + ' · ' + (document.getElementById('service').textContent || 'obs-agent');
  },
};

const load = (id) => import('./pages/' + id + '.js');

async function start() {
  load(params.get('p') || 'overview').catch(() => {}); // on its way while the agent is asked; `open` tells what fails
  try {
    const [index, agent] = await Promise.all([api.get('/'), api.get('/monitoring/agent').catch(() => null)]);
    served = new Set(index.paths);
    await loadSession(served);
    pages = all.filter((page) => !page.needs || served.has(page.needs) || index.paths.some((path) => path.startsWith(page.needs + '/')));
    annotations.events = served.has('/monitoring/events');
    if (agent) {
      document.getElementById('service').textContent = clip(agent.service, 40);
      scrape.started = agent.start_epoch_millis / 1000;
      usual.range = agent.uptime_millis < 300000 ? '5m' : agent.uptime_millis < 900000 ? '15m' : agent.uptime_millis < 1800000 ? '30m' : '1h';
      const interval = agent.options.find((each) => each.key === 'evaluation.interval');
      scrape.seconds = Math.min(Math.max(Math.ceil(duration(interval?.value) || 15), 1), 60);
    }
  } catch (e) {
    put(view, failure(e, () => location.reload()));
    return;
  }
  drawTools();
  onChange(open);
  open();
  setInterval(tick, 1000);
}

// ---- pages

async function open(quiet) {
  const id = params.get('p') || 'overview';
  const page = pages.find((each) => each.id === id) || pages[0];
  const key = page.id + ' ' + JSON.stringify(Object.entries(params.all()).filter(([name]) => !['range', 'from', 'to'].includes(name)));
  if (quiet && current) {
    current.key = key;
    return undefined;
  }
  document.querySelectorAll('dialog[open]').forEach((each) => each.close()); // it belonged to what was shown
  drawNav(page);
  drawRange();
  if (current && current.key === key) {
    return refresh(true);
  }
  const sameParts = current && current.page === page && current.instance?.onParams;
  if (sameParts) {
    current.key = key;
    current.instance.onParams();
    return refresh(true);
  }
  current?.abort.abort();
  current?.instance?.unmount?.();
  const mine = { page, key, abort: new AbortController(), instance: null };
  current = mine;
  closeMenu();
  app.title(page.title);
  const body = h('div', { class: 'page page-' + page.id }, loading('Loading ' + page.title));
  put(view, body);
  try {
    const module = await load(page.id);
    if (current !== mine) {
      return;
    }
    put(body);
    mine.instance = (await module.default.mount(body, app)) || {};
    if (current !== mine) {
      mine.instance.unmount?.();
      return;
    }
    announce(page.title);
    await refresh(true);
  } catch (e) {
    if (current === mine && e.name !== 'AbortError') {
      put(body, failure(e, () => location.reload()));
    }
  }
}

async function refresh(now) {
  const mine = current;
  if (!mine?.instance || (busy && !now)) {
    return;
  }
  if (now) {
    mine.abort.abort();
    mine.abort = new AbortController();
  }
  const { signal } = mine.abort;
  busy = true;
  lastRefresh = Date.now();
  document.body.classList.add('busy');
  try {
    await annotations.refresh(range(), signal);
    await mine.instance.refresh?.(signal);
  } catch (e) {
    if (e.name !== 'AbortError') {
      toast(e.message || String(e), 'bad');
    }
  } finally {
    if (!signal.aborted) {
      busy = false;
      document.body.classList.remove('busy');
    }
  }
}

function tick() {
  if (!paused && !document.hidden && range().live && Date.now() - lastRefresh >= REFRESH_MILLIS && !document.querySelector('dialog[open]')) {
    refresh(false);
  }
}

document.addEventListener('visibilitychange', () => !document.hidden && tick());

// ---- navigation

function drawNav(page) {
  const groups = [...new Set(pages.map((each) => each.group))];
  put(
    nav,
    groups.map((group) =>
      h(
        'div',
        { class: 'nav-group' },
        h('h2', { id: 'nav-' + group }, group),
        h(
          'ul',
          { 'aria-labelledby': 'nav-' + group },
          pages
            .filter((each) => each.group === group)
            .map((each) =>
              h(
                'li',
                {},
                h('a', { href: link(each.id), dataset: { page: each.id }, 'aria-current': each === page ? 'page' : null }, each.title, each.key && h('kbd', { 'aria-hidden': 'true' }, 'g ' + each.key)),
              ),
            ),
        ),
      ),
    ),
  );
}

/** Links within the console stay within the document. */
document.addEventListener('click', (event) => {
  const anchor = event.target.closest('a[href]');
  if (!anchor || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || anchor.hasAttribute('download')) {
    return;
  }
  const href = anchor.getAttribute('href');
  if (href.startsWith('?')) {
    event.preventDefault();
    const next = Object.fromEntries(new URLSearchParams(href));
    const gone = Object.fromEntries(Object.keys(params.all()).map((name) => [name, null]));
    params.set({ ...gone, ...next }, { push: true });
    view.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
});

const menu = document.getElementById('menu');
function closeMenu() {
  document.body.classList.remove('menu-open');
  menu.setAttribute('aria-expanded', 'false');
}
menu.addEventListener('click', () => {
  const shown = document.body.classList.toggle('menu-open');
  menu.setAttribute('aria-expanded', String(shown));
  if (shown) {
    nav.querySelector('a')?.focus();
  }
});

// ---- tools of the top

const rangeSelect = h('select', {
  id: 'range',
  'aria-label': 'Time range',
  onchange: (event) => event.target.value && params.set({ range: event.target.value, from: null, to: null }, { push: true }),
});
const pause = h('button', { type: 'button', class: 'icon', id: 'pause', onclick: () => { paused = !paused; drawPause(); paused || refresh(true); } });

function drawRange() {
  const now = range();
  const chosen = params.get('range', usual.range);
  const list = RANGES.includes(chosen) ? RANGES : [chosen, ...RANGES];
  put(
    rangeSelect,
    !now.live && h('option', { value: '', selected: true }, 'from ' + new Date(now.from).toLocaleString('sv').slice(5, 16) + ' to ' + new Date(now.to).toLocaleString('sv').slice(11, 16)),
    list.map((each) => h('option', { value: each, selected: now.live && each === chosen }, 'Last ' + each)),
  );
}

function drawPause() {
  pause.textContent = paused ? '▶' : '❚❚';
  pause.setAttribute('aria-pressed', String(paused));
  pause.setAttribute('aria-label', paused ? 'Refresh is paused: go on' : 'Refreshes every 5 s: pause');
  pause.title = paused ? 'Paused' : 'Every 5 s';
}

function drawTools() {
  drawPause();
  put(
    document.getElementById('tools'),
    h('button', { type: 'button', class: 'search', onclick: openPalette, 'aria-label': 'Search' }, h('span', {}, 'Search'), h('kbd', { 'aria-hidden': 'true' }, '/')),
    rangeSelect,
    pause,
    h('button', { type: 'button', class: 'icon', 'aria-label': 'Light or dark', title: 'Theme', id: 'theme', onclick: switchTheme }, '◐'),
    h('button', { type: 'button', class: 'icon', 'aria-label': 'Help and keys', title: 'Help', id: 'help', onclick: help }, '?'),
    me.signedIn
      ? h('form', { method: 'post', action: 'logout', class: 'me' }, h('input', { type: 'hidden', name: 'csrf', value: me.csrf }), h('button', { type: 'submit', class: 'quiet', title: 'Signed in as ' + me.role }, 'Sign out'))
      : null,
  );
}

function switchTheme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('obs.theme', root.dataset.theme);
  } catch {
    // Kept for this page only.
  }
  document.dispatchEvent(new Event('obs:theme'));
}

// ---- keys

let awaitsLetter = 0;

function help() {
  dialog(
    'Help',
    h('p', {}, 'Everything here comes from this process; nothing is sent anywhere. Drag over a chart to look closer; the address of the page holds all of its state, so it can be shared.'),
    h(
      'dl',
      { class: 'keys' },
      [['/', 'Search: pages, routes, metrics, traces'], ['f', 'Filter the table'], ['r', 'Refresh now'], ['p', 'Pause or go on'], ['t', 'Light or dark'], ['[ ]', 'Shorter or longer time range'], ['?', 'This help'], ['Esc', 'Close']].map(([key, what]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, what)]),
      pages.filter((each) => each.key).map((each) => [h('dt', {}, h('kbd', {}, 'g'), ' ', h('kbd', {}, each.key)), h('dd', {}, each.title)]),
    ),
  );
}

function openPalette() {
  palette(app, pages);
}

function widen(by) {
  const at = RANGES.indexOf(params.get('range', usual.range));
  const next = RANGES[Math.min(Math.max(at + by, 0), RANGES.length - 1)];
  params.set({ range: next, from: null, to: null }, { push: true });
}

const KEYS = {
  '/': openPalette,
  '?': help,
  r: () => refresh(true),
  p: () => pause.click(),
  t: switchTheme,
  f: () => view.querySelector('[data-filter]:not([hidden])')?.focus(),
  '[': () => widen(-1),
  ']': () => widen(1),
};

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    closeMenu();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog, [contenteditable]')) {
    return;
  }
  if (Date.now() - awaitsLetter < 1500) {
    awaitsLetter = 0;
    const page = pages.find((each) => each.key === event.key);
    if (page) {
      event.preventDefault();
      go(page.id);
      return;
    }
  }
  if (event.key === 'g') {
    awaitsLetter = Date.now();
    return;
  }
  const action = KEYS[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

start();
