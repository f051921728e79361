// SPDX-License-Identifier: Apache-2.0
// The agent itself: what is wrong, what is active and why the rest is not, what it was told.
import { h, put, clip, name } from '../lib/dom.js';
import { panel, stat, badge, tabs, failure } from '../lib/panel.js';
import { table } from '../lib/table.js';
import { number, seconds, millis, ago, time } from '../lib/format.js';
import { may } from '../lib/acts.js';

const TONE = { RUNNING: 'good', WORKING: 'good', FAILING: 'bad', DEAD: 'bad', DEGRADED: 'warn', INCOMPATIBLE: 'warn', FAILED: 'bad', BROKEN: 'bad' };
const word = (text) => String(text).toLowerCase().replace(/_/g, ' ');

export default {
  async mount(view, app) {
    const figures = h('div', { class: 'stats' });
    const doctor = table(
      [
        { key: 'severity', label: 'Severity', narrow: true, cell: (row) => badge(row.severity, row.severity === 'error' ? 'bad' : '') },
        { key: 'area', label: 'Area', narrow: true },
        { key: 'text', label: 'What', wide: true, cell: (row) => clip(row.text, 500) },
        { key: 'remedy', label: 'Way out', wide: true, cell: (row) => clip(row.remedy, 500) },
      ],
      { caption: 'Findings of the doctor', csv: 'doctor.csv', filter: 'Filter findings', rowClass: (row) => (row.severity === 'error' ? 'bad' : ''), empty: { title: 'Nothing is wrong', hint: 'java -jar obs-agent.jar doctor also tries the receivers and compares the clocks.' } },
    );
    const modules = table(
      [
        { key: 'name', label: 'Module', cell: (row) => clip(row.name, 60) },
        { key: 'status', label: 'Status', value: (row) => word(row.status), cell: (row) => badge(word(row.status), row.status === 'ON' && row.sites > 0 ? 'good' : TONE[row.status]) },
        { key: 'version', label: 'Version', cell: (row) => clip(row.version, 40) },
        { key: 'sites', label: 'Call sites', num: true },
        { key: 'errors', label: 'Errors', num: true, cell: (row) => (row.errors ? badge(number(row.errors), 'bad') : '0') },
        { key: 'reason', label: 'Why', wide: true, cell: (row) => clip(row.reason, 300) },
      ],
      { caption: 'Modules', sort: ['sites', 'desc'], filter: 'Filter modules', csv: 'modules.csv', rowClass: (row) => (row.errors ? 'bad' : '') },
    );
    const exporters = table(
      [
        { key: 'name', label: 'Exporter', value: (row) => row.name + ', ' + row.signal },
        { key: 'endpoint', label: 'To', wide: true, cell: (row) => h('code', {}, clip(row.endpoint, 120)) },
        { key: 'ok', label: 'Last success', value: (row) => row.last_success_epoch_millis, cell: (row) => ago(row.last_success_epoch_millis) },
        { key: 'bad', label: 'Last error', value: (row) => row.last_error_epoch_millis, cell: (row) => [ago(row.last_error_epoch_millis), row.last_error && h('div', { class: 'bad-text' }, clip(row.last_error, 200))] },
        { key: 'queued', label: 'Queued', num: true, cell: (row) => number(row.queued) },
        { key: 'dropped', label: 'Dropped', num: true, cell: (row) => (row.dropped ? badge(number(row.dropped), 'bad') : '0') },
      ],
      { caption: 'Exporters', empty: { title: 'Nothing is sent anywhere', hint: 'All is kept in the process. Set exporter.otlp.endpoint or exporter.jaeger.endpoint to send it on; Prometheus reads /metrics.' } },
    );
    const parts = table(
      [
        { key: 'name', label: 'Part' },
        { key: 'state', label: 'State', cell: (row) => badge(word(row.state), TONE[row.state]) },
        { key: 'failures', label: 'Failures', num: true },
        { key: 'last_error', label: 'Last error', wide: true, cell: (row) => (row.last_error ? [clip(row.last_error, 300), ' ', h('span', { class: 'muted' }, ago(row.last_failure_epoch_millis))] : '') },
      ],
      { caption: 'Parts' },
    );
    const options = table(
      [
        { key: 'key', label: 'Option', cell: (row) => h('code', {}, clip(row.key, 100)) },
        { key: 'value', label: 'Value', wide: true, cell: (row) => h('code', {}, clip(row.value, 300)) },
        { key: 'source', label: 'From', value: (row) => row.place || row.source, cell: (row) => clip(row.place || row.source, 100) },
        { key: 'dynamic', label: 'Changes', text: (row) => (row.dynamic ? 'while it runs' : 'at start'), cell: (row) => (row.dynamic ? 'while it runs' : 'at start') },
      ],
      { caption: 'Options', sort: ['key', 'asc'], filter: 'Filter options', csv: 'options.csv', empty: { title: 'Nothing is set', hint: 'All options have their defaults: -Dobs.…, OBS_… or obs-agent.yaml set them.' } },
    );
    const counts = table(
      [
        { key: 'kind', label: 'Kind' },
        { key: 'what', label: 'What' },
        { key: 'reason', label: 'Why' },
        { key: 'count', label: 'Count', num: true, cell: (row) => number(row.count) },
      ],
      { caption: 'Dropped and failed', empty: { title: 'Nothing was dropped, and nothing failed' } },
    );
    const memory = table(
      [
        { key: 'name', label: 'Phase of the start' },
        { key: 'millis', label: 'Took', num: true, cell: (row) => millis(row.millis) },
      ],
      { caption: 'Phases of the start' },
    );
    let every = [];
    const chosen = () => every.filter((each) => app.params.get('options') === 'all' || each.source !== 'default');
    const unseen = h('div', {});
    const audit = h('div', {});
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Agent')),
      figures,
      panel('Doctor', { info: 'why there are no metrics, spans or alerts, or too much memory is used; and the way out' }, doctor.el),
      panel('Modules', { info: 'what is woven into the application’s libraries' }, modules.el),
      unseen,
      panel('Exporters', {}, exporters.el),
      h('div', { class: 'grid' }, panel('Parts', { info: 'threads of the agent' }, parts.el), panel('Dropped and failed', {}, counts.el)),
      panel('Options', { info: 'secrets are masked', actions: [tabs('Options', [['', 'set here'], ['all', 'all']], app.params.get('options'), (each) => { app.params.set({ options: each || null }, { quiet: true }); options.update(chosen()); })] }, options.el),
      panel('Start', {}, memory.el),
      audit,
    );

    async function actions(signal) {
      if (!may(app, 'admin') || !app.has('/monitoring/audit')) {
        return;
      }
      const { actions: list } = await app.api.get('/monitoring/audit', {}, signal);
      const done = table(
        [
          { key: 'last', label: 'When', cell: (row) => time(Date.parse(row.last)) },
          { key: 'role', label: 'Who', value: (row) => row.role + ' from ' + row.address },
          { key: 'path', label: 'What', wide: true, value: (row) => row.method + ' ' + row.path, cell: (row) => h('code', {}, clip(row.method + ' ' + row.path, 220)) },
          { key: 'status', label: 'Answer', num: true, cell: (row) => badge(row.status, row.status >= 400 ? 'bad' : 'good') },
          { key: 'count', label: 'Times', num: true },
        ],
        { caption: 'Actions', sort: ['last', 'desc'], filter: 'Filter actions', csv: 'audit.csv', empty: { title: 'Nobody has changed anything yet' } },
      );
      done.update(list);
      put(audit, panel('Actions', { info: 'who changed what, since the start' }, done.el));
    }

    let auditAsked = 0;
    return {
      async refresh(signal) {
        const [agent, { findings }] = await Promise.all([app.api.get('/monitoring/agent', {}, signal), app.api.get('/monitoring/doctor', {}, signal)]);
        const errors = findings.filter((each) => each.severity === 'error').length;
        const active = agent.modules.filter((each) => each.sites > 0).length;
        put(
          figures,
          stat('State', word(agent.state), { tone: TONE[agent.state], note: 'version ' + clip(agent.version, 40) }),
          stat('Up for', seconds(agent.uptime_millis / 1000)),
          stat('Modules at work', number(active), { note: 'of ' + number(agent.modules.length) }),
          stat('Call sites', number(agent.sites)),
          stat('Errors', number(errors), { tone: errors ? 'bad' : 'good', note: number(findings.length - errors) + ' notes' }),
        );
        doctor.update(findings);
        modules.update(agent.modules);
        exporters.update(agent.exporters);
        parts.update(agent.parts);
        every = agent.options;
        options.update(chosen());
        memory.update(agent.phases);
        counts.update([...agent.drops.map((each) => ({ kind: 'dropped', ...each })), ...agent.errors.map((each) => ({ kind: 'error', ...each }))].filter((each) => each.count > 0));
        put(unseen, agent.not_instrumented.length > 0 && panel('Seen, not instrumented', { info: 'libraries of the application that the agent does not know' }, h('p', {}, agent.not_instrumented.slice(0, 60).map((each) => [badge(clip(each, 60)), ' ']))));
        if (Date.now() - auditAsked > 15000) {
          auditAsked = Date.now();
          await actions(signal).catch((e) => {
            if (e.name === 'AbortError') {
              auditAsked = 0;
              throw e;
            }
            put(audit, panel('Actions', {}, failure(e)));
          });
        }
      },
    };
  },
};
