// SPDX-License-Identifier: Apache-2.0
// Search: pages, routes, metrics, a trace by its id.
import { h, put, clip } from './dom.js';
import { dialog } from './panel.js';

const MAX = 12;

export function palette(app, pages) {
  const has = (id) => pages.some((page) => page.id === id);
  const known = pages.map((page) => ({ kind: 'page', label: page.title, href: app.link(page.id) }));
  let chosen = 0;
  let found = known.slice(0, MAX);

  const list = h('ul', { role: 'listbox', id: 'found', 'aria-label': 'Found' });
  const input = h('input', {
    type: 'search',
    placeholder: 'A page, a route, a metric, or the id of a trace',
    'aria-label': 'Search',
    role: 'combobox',
    'aria-controls': 'found',
    'aria-expanded': 'true',
    'aria-autocomplete': 'list',
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: find,
    onkeydown: onKey,
  });
  const box = dialog('Search', input, list);
  box.classList.add('palette');
  input.focus();
  draw();
  load();

  async function load() {
    const values = (path) => app.api.get(path).then((answer) => answer.data, () => []);
    const [routes, metrics] = await Promise.all([values('/api/v1/label/route/values'), values('/api/v1/label/__name__/values')]);
    if (has('routes')) {
      known.push(...routes.map((route) => ({ kind: 'route', label: route, href: app.link('routes', { route }) })));
    }
    if (has('explore')) {
      known.push(...metrics.map((metric) => ({ kind: 'metric', label: metric, href: app.link('explore', { q: metric }) })));
    }
    find();
  }

  function find() {
    const words = input.value.trim().toLowerCase().split(/\s+/);
    const score = (each) => {
      const label = each.label.toLowerCase();
      return words.every((word) => label.includes(word)) ? (label.startsWith(words[0]) ? 0 : 1) : -1;
    };
    found = known.map((each) => [score(each), each]).filter(([n]) => n >= 0).sort((a, b) => a[0] - b[0]).map(([, each]) => each);
    if (/^[0-9a-f]{16,32}$/.test(words[0]) && has('traces')) {
      found.unshift({ kind: 'trace', label: words[0], href: app.link('traces', { id: words[0] }) });
    }
    found = found.slice(0, MAX);
    chosen = 0;
    draw();
  }

  function draw() {
    put(
      list,
      found.map((each, i) =>
        h(
          'li',
          { role: 'option', id: 'found-' + i, 'aria-selected': String(i === chosen), onclick: () => open(each) },
          h('span', {}, clip(each.label, 90)),
          h('span', { class: 'muted' }, each.kind),
        ),
      ),
      !found.length && h('li', { class: 'muted', role: 'option', 'aria-selected': 'false' }, 'Nothing of that name'),
    );
    input.setAttribute('aria-activedescendant', found.length ? 'found-' + chosen : '');
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      chosen = (chosen + step + found.length) % Math.max(1, found.length);
      draw();
    } else if (event.key === 'Enter' && found[chosen]) {
      event.preventDefault();
      open(found[chosen]);
    }
  }

  function open(each) {
    box.close();
    const link = h('a', { href: each.href });
    document.body.append(link);
    link.click();
    link.remove();
  }
}
