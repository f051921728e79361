// SPDX-License-Identifier: Apache-2.0
// The dashboards that Grafana gets, and the user's own, drawn here.
import { h, put, clip } from '../lib/dom.js';
import { panel, loading } from '../lib/panel.js';
import { table } from '../lib/table.js';
import { number, duration } from '../lib/format.js';
import { board } from '../lib/board.js';

const SHORTEST_MILLIS = 5000;

export default {
  async mount(view, app) {
    const id = app.params.get('id');
    return id ? one(view, app, id) : list(view, app);
  },
};

function list(view, app) {
  const all = table(
    [
      { key: 'title', label: 'Dashboard', cell: (row) => h('a', { href: app.link('dashboards', { id: row.id }) }, clip(row.title, 80)) },
      { key: 'description', label: 'What it shows', wide: true },
      { key: 'panels', label: 'Panels', num: true, text: (row) => number(row.panels) },
      { key: 'grafana', label: 'Elsewhere', plain: true, cell: (row) => h('a', { href: app.api.url(row.grafana), download: row.id + '.json' }, 'For Grafana') },
    ],
    { caption: 'Dashboards', main: true, filter: 'Filter dashboards', csv: 'dashboards.csv', open: (row) => app.go('dashboards', { id: row.id }) },
  );
  view.append(h('div', { class: 'page-head' }, h('h1', {}, 'Dashboards')), panel('', {}, all.el));
  return {
    async refresh(signal) {
      all.update((await app.api.get('/monitoring/dashboards', {}, signal)).dashboards);
    },
  };
}

async function one(view, app, id) {
  const content = h('div', { class: 'part' }, loading());
  const head = h('div', { class: 'page-head' });
  view.append(head, content);
  let panels = [];
  let shown = '';
  let at = 0;
  let every = SHORTEST_MILLIS;

  const asked = () => ({ rate: app.range.rate, range: Math.round(app.range.seconds) + 's', ...Object.fromEntries([...new URLSearchParams(location.search)].filter(([key]) => key.startsWith('v.')).map(([key, value]) => [key.slice(2), value])) });

  /** A choice among the values of a label, where there is more than one. */
  async function choice(variable, signal) {
    const { data } = await app.api.get('/api/v1/label/' + encodeURIComponent(variable.label) + '/values', { 'match[]': variable.metric }, signal);
    const key = 'v.' + variable.name;
    return data.length > 1 && h('label', { class: 'field' }, variable.name, h('select', { onchange: (event) => app.params.set({ [key]: event.target.value || null }, { push: true }) }, h('option', { value: '' }, 'all'), data.slice(0, 200).map((each) => h('option', { value: each, selected: each === app.params.get(key) }, clip(each, 60)))));
  }

  async function draw(signal) {
    const made = await app.api.get('/monitoring/dashboards/' + encodeURIComponent(id), asked(), signal);
    const choices = await Promise.all(made.variables.map((each) => choice(each, signal).catch(() => null)));
    panels.forEach((each) => each.destroy());
    panels = [];
    every = Math.max(SHORTEST_MILLIS, 1000 * duration(made.refresh) || 0);
    app.title(made.title);
    put(head, h('div', {}, h('p', { class: 'crumb' }, h('a', { href: app.link('dashboards') }, 'Dashboards')), h('h1', {}, clip(made.title, 80)), h('p', { class: 'muted' }, made.description)), choices, h('a', { href: app.api.url('/monitoring/dashboards/' + encodeURIComponent(id) + '.json'), download: id + '.json' }, 'For Grafana'));
    put(content, made.sections.map((section) => [
      section.title && h('h2', {}, section.title),
      h('div', { class: 'board' }, section.panels.map((each) => {
        const drawn = board(app, each);
        panels.push(drawn);
        return drawn.el;
      })),
    ]));
  }

  return {
    async refresh(signal) {
      const now = JSON.stringify(asked()) + (app.range.live ? '' : app.range.end);
      if (now !== shown) {
        await draw(signal);
        shown = now;
      } else if (Date.now() - at < every) {
        return; // each has its own pace
      }
      await Promise.all(panels.map((each) => each.refresh(signal)));
      at = Date.now();
    },
    unmount: () => panels.forEach((each) => each.destroy()),
  };
}
