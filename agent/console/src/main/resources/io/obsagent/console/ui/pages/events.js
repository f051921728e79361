// SPDX-License-Identifier: Apache-2.0
// What happened: deployments, incidents, changes of health; and what DORA's metrics make of it.
import { h, put, name, clip } from '../lib/dom.js';
import { panel, stat, badge, tabs, empty } from '../lib/panel.js';
import { table } from '../lib/table.js';
import { number, percent, seconds, time, ago } from '../lib/format.js';

const TYPES = ['', 'deployment', 'incident', 'health', 'regression'];
const TONE = { incident: 'bad', regression: 'warn', deployment: 'accent', failure: 'bad' };

const toneOf = (row) => (row.attributes.status === 'resolved' ? 'good' : TONE[row.type]);

export default {
  async mount(view, app) {
    const type = () => app.params.get('type');
    const dora = h('div', { class: 'part' });
    const list = table(
      [
        { key: 'time', label: 'Time', narrow: true, value: (row) => Date.parse(row.time), text: (row) => row.time, cell: (row) => h('span', { title: row.time }, time(Date.parse(row.time))) },
        { key: 'type', label: 'Type', narrow: true, cell: (row) => badge(clip(row.type, 40), toneOf(row)) },
        { key: 'title', label: 'What', wide: true, cell: (row) => [name(row.title, 200), detail(row)] },
        { key: 'source', label: 'Told by', narrow: true },
      ],
      { caption: 'Events', sort: ['time', 'desc'], filter: 'Filter events', csv: 'events.csv', rowClass: (row) => ({ bad: 'bad', warn: 'warn' })[toneOf(row)] || '', empty: { title: 'Nothing happened in this time', hint: 'Deployments come from a new version at start or by webhooks: POST /monitoring/events/{source}. Choose a longer range.' } },
    );
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Events'), tabs('Type', TYPES.map((each) => [each, each || 'all']), type(), (each) => app.params.set({ type: each || null }))),
      dora,
      panel('What happened', {}, list.el),
    );
    return {
      onParams: () => view.querySelectorAll('.page-head .tabs button').forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.id === type()))),
      async refresh(signal) {
        const [answer, report] = await Promise.all([
          app.api.get('/monitoring/events', { type: type(), since: new Date(app.range.from).toISOString(), limit: 1000 }, signal),
          app.has('/monitoring/dora') ? app.api.get('/monitoring/dora', {}, signal) : null,
        ]);
        list.update(answer.data.events.filter((each) => Date.parse(each.time) <= app.range.to + 60000));
        const services = report?.data.services || [];
        put(dora, services.map(delivery), report && services.length === 0 && panel('Delivery', { info: 'DORA’s metrics' }, empty('No deployment is known', 'Start with APP_VERSION set, or let GitHub, GitLab, Jenkins or a script tell: POST /monitoring/events/{source}.')));
      },
    };
  },
};

function detail(row) {
  const shown = Object.entries(row.attributes).filter(([key]) => !['subject', 'service', 'environment', 'instance', 'fingerprint'].includes(key));
  return shown.length ? h('div', { class: 'muted' }, clip(shown.map(([key, value]) => key + '=' + value).join('  '), 300)) : null;
}

/** The four of DORA, and what they come from. */
function delivery(each) {
  const word = (part) => part.class || '';
  const none = 'no data yet';
  return panel(
    'Delivery of ' + clip(each.service, 60),
    { info: clip(each.environment || '', 40) + ', the last 90 days' },
    h(
      'div',
      { class: 'stats' },
      stat('Deployments', number(each.deployments), { note: number(each.deployment_frequency.per_day) + ' a day, ' + word(each.deployment_frequency) }),
      stat('Lead time for changes', seconds(each.lead_time_for_changes.seconds ?? NaN), { note: word(each.lead_time_for_changes) || none }),
      stat('Change failure rate', percent(each.change_failure_rate.ratio ?? NaN), { note: each.change_failure_rate.ratio > 0.6 ? 'beyond each class' : word(each.change_failure_rate) || none, tone: each.change_failure_rate.ratio > 0.3 ? 'bad' : '' }),
      stat('Time to restore', seconds(each.time_to_restore_service.seconds ?? NaN), { note: word(each.time_to_restore_service) || none }),
      stat('Open incidents', number(each.open_incidents), { tone: each.open_incidents ? 'bad' : '' }),
    ),
  );
}
