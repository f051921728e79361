// SPDX-License-Identifier: Apache-2.0
// Alerts: what fires and what is about to, what has fired, and what people do about it.
import { h, put, clip } from '../lib/dom.js';
import { panel, stat, badge, tabs, dialog } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { number, seconds, time, ago } from '../lib/format.js';
import { act } from '../lib/acts.js';
import { TONE, episodes, labelsOf, oneRule, ruleLink, rules, tryRule } from '../lib/rules.js';
import { byUrgency, isWatchdog, severityOf } from '../lib/severity.js';

const TABS = [['active', 'Active'], ['rules', 'Rules'], ['history', 'History'], ['silences', 'Silences and receivers'], ['try', 'Try a rule']];


export default {
  async mount(view, app) {
    const chosen = () => (TABS.some(([id]) => id === app.params.get('tab')) ? app.params.get('tab') : 'active');
    const body = h('div', { class: 'part' });
    let part = null;
    let shown = '';
    view.append(h('div', { class: 'page-head' }, h('h1', {}, 'Alerts'), tabs('Part of the page', TABS, chosen(), (tab) => app.params.set({ tab, rule: null }, { push: true }))), body);
    function open() {
      const key = chosen() + (app.params.get('rule') || '');
      if (shown !== key) {
        part?.unmount?.();
        shown = key;
        view.querySelectorAll('.page-head .tabs button').forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.id === chosen())));
        const rule = app.params.get('rule');
        part = rule ? oneRule(put(body), app, rule) : { active, rules, history, silences, try: tryRule }[chosen()](put(body), app);
      }
    }
    open();
    return { onParams: open, refresh: (signal) => part.refresh(signal), unmount: () => part.unmount?.() };
  },
};

function active(view, app) {
  const figures = h('div', { class: 'stats' });
  const list = table(
    [
      { key: 'name', label: 'Alert', wide: true, value: (row) => row.labels.alertname, cell: (row) => [ruleLink(app, row.labels.alertname), h('div', {}, clip(row.annotations.summary || row.annotations.description || '', 240)), h('div', { class: 'muted' }, clip(labelsOf(row.labels), 240))] },
      { key: 'state', label: 'State', cell: (row) => [badge(row.state, TONE[row.state]), row.mutedBy && [' ', badge('muted: ' + clip(row.mutedBy, 40))], row.acknowledged && [' ', badge('taken by ' + clip(row.acknowledged.by || 'somebody', 30), 'accent')]] },
      { key: 'severity', label: 'Severity', value: (row) => severityOf(row.labels), text: (row) => row.labels.severity || 'none', cell: (row) => badge(row.labels.severity || 'none', TONE[row.labels.severity]) },
      { key: 'value', label: 'Value', num: true, value: (row) => Number(row.value), cell: (row) => number(Number(row.value)) },
      { key: 'since', label: 'Since', num: true, value: (row) => Date.parse(row.activeAt), cell: (row) => h('span', { title: row.activeAt }, ago(Date.parse(row.activeAt))) },
      {
        key: 'act', label: 'Do', plain: true, cell: (row) =>
          h(
            'div',
            { class: 'row' },
            row.state === 'firing' && !row.acknowledged && act(app, 'Acknowledge', () => (acknowledge(app, row), ''), { title: 'Tell others that you are at it' }),
            act(app, 'Silence', () => (silence(app, row.labels), ''), { title: 'Nobody is told for a while' }),
            runbook(app, row),
          ),
      },
    ],
    { caption: 'Active alerts', filter: 'Filter alerts', csv: 'alerts.csv', rowClass: (row) => (row.state === 'firing' ? TONE[row.labels.severity] : '') || '', empty: { title: 'Nothing fires', hint: 'Rules are evaluated again and again; see the tab Rules for what is watched.' } },
  );
  view.append(figures, panel('Active', { info: 'pending: true, but not for long enough yet' }, list.el));
  return {
    async refresh(signal) {
      const { data } = await app.api.get('/monitoring/alerts', {}, signal);
      const firing = data.alerts.filter((each) => each.state === 'firing' && !isWatchdog(each));
      const of = (severity) => firing.filter((each) => each.labels.severity === severity).length;
      list.update([...data.alerts].sort(byUrgency));
      put(
        figures,
        stat('Critical', number(of('critical')), { tone: of('critical') ? 'bad' : '' }),
        stat('Warning', number(of('warning')), { tone: of('warning') ? 'warn' : '' }),
        stat('Others firing', number(firing.length - of('critical') - of('warning'))),
        stat('Pending', number(data.alerts.filter((each) => each.state === 'pending').length)),
        stat('Muted', number(data.alerts.filter((each) => each.mutedBy).length)),
      );
    },
  };
}

function runbook(app, row) {
  const url = row.annotations.runbook_url || '';
  const own = '/monitoring/runbooks/' + encodeURIComponent(row.labels.alertname);
  if (app.has('/monitoring/runbooks')) {
    return h('a', { href: app.api.url(own) }, 'Runbook');
  }
  return /^https?:\/\//.test(url) ? h('a', { href: url, rel: 'noreferrer noopener' }, 'Runbook') : null;
}

function acknowledge(app, row) {
  ask('Acknowledge ' + row.labels.alertname, 'Escalation stops; others see who is at it.', [['by', 'By', { required: true }], ['comment', 'Comment', {}]], 'Acknowledge', (values) =>
    app.api.post('/monitoring/alerts/' + encodeURIComponent(row.fingerprint) + '/acknowledge', new URLSearchParams(values)),
  app);
}

function silence(app, labels) {
  const text = Object.entries(labels || {}).filter(([key]) => key !== '__name__').map(([key, value]) => key + '=' + JSON.stringify(value)).join(', ');
  ask(
    'Silence',
    'Alerts that match are not told until it ends; they are shown all the same.',
    [['matchers', 'Matchers', { required: true, value: text, placeholder: 'alertname="ShopIsSlow"' }], ['duration', 'For', { required: true, value: '1h', pattern: '([0-9]+(ms|[smhdwy]))+' }], ['by', 'By', { required: true }], ['comment', 'Comment', { placeholder: 'why' }]],
    'Silence',
    (values) => app.api.post('/monitoring/alerts/silence', new URLSearchParams(values)),
    app,
  );
}

function ask(title, hint, fields, verb, send, app) {
  const form = h(
    'form',
    {
      class: 'form',
      onsubmit: async (event) => {
        event.preventDefault();
        try {
          await send(Object.fromEntries(fields.map(([id]) => [id, form.querySelector('#ask-' + id).value])));
          box.close();
          app.toast('Done');
          app.refresh();
        } catch (e) {
          app.toast(e.message, 'bad');
        }
      },
    },
    fields.map(([id, label, props]) => [h('label', { for: 'ask-' + id }, label), h('input', { id: 'ask-' + id, maxlength: '2000', ...props })]),
    h('div', { class: 'wide' }, h('button', { type: 'submit', class: 'primary' }, verb)),
  );
  const box = dialog(clip(title, 80), h('p', {}, hint), form);
}

function history(view, app) {
  const firing = chart({ label: 'Alerts that fire', unit: 'number', stack: true, onBrush: app.zoom, empty: { title: 'Nothing fired in this time range' } });
  const list = table(
    [
      { key: 'name', label: 'Alert', wide: true, cell: (row) => [ruleLink(app, row.name), h('div', { class: 'muted' }, clip(row.what, 200))] },
      { key: 'severity', label: 'Severity', value: (row) => severityOf(row), text: (row) => row.severity || 'none', cell: (row) => badge(row.severity || 'none', TONE[row.severity]) },
      { key: 'start', label: 'Began', num: true, cell: (row) => time(row.start * 1000) },
      { key: 'length', label: 'Fired for', num: true, cell: (row) => seconds(row.length) },
      { key: 'open', label: 'Ended', text: (row) => (row.open ? 'fires still' : time(row.end * 1000)), cell: (row) => (row.open ? badge('fires still', 'bad') : time(row.end * 1000)) },
    ],
    { caption: 'Alerts that fired', sort: ['start', 'desc'], filter: 'Filter', csv: 'alert-history.csv', empty: { title: 'Nothing fired in this time range' } },
  );
  view.append(panel('Firing', { info: 'by rule' }, firing.el), panel('History', {}, list.el));
  return {
    async refresh(signal) {
      const { times, series } = await app.prom.range('ALERTS{alertstate="firing"}', app.range, signal);
      const rules = new Map();
      for (const each of series) {
        const sum = rules.get(each.metric.alertname) || new Array(times.length).fill(null);
        each.values.forEach((v, i) => v && (sum[i] = (sum[i] || 0) + 1));
        rules.set(each.metric.alertname, sum);
      }
      firing.update({ times, series: [...rules].map(([label, values]) => ({ label, values })) });
      const end = times[times.length - 1];
      list.update(
        series.flatMap((each) =>
          episodes(times, each.values, 0, app.range.step).map((spell) => {
            const { alertname, severity, alertstate, ...rest } = each.metric;
            return { name: alertname, severity, what: labelsOf(rest), start: spell.start, length: spell.length, end: spell.start + spell.length, open: app.range.live && spell.start + spell.length > end };
          }),
        ),
      );
    },
    unmount: () => firing.destroy(),
  };
}

function silences(view, app) {
  const list = table(
    [
      { key: 'matchers', label: 'Matchers', wide: true, cell: (row) => h('code', {}, clip(row.matchers, 300)) },
      { key: 'state', label: 'State', cell: (row) => badge(row.state, row.state === 'active' ? 'accent' : '') },
      { key: 'endsAt', label: 'Until', cell: (row) => time(Date.parse(row.endsAt)) },
      { key: 'createdBy', label: 'By', cell: (row) => [clip(row.createdBy, 60), row.comment && h('div', { class: 'muted' }, clip(row.comment, 200))] },
      { key: 'act', label: 'Do', plain: true, cell: (row) => (row.state === 'expired' ? '' : act(app, 'End', async () => { await app.api.del('/monitoring/alerts/silences/' + encodeURIComponent(row.id)); app.refresh(); return 'Ended'; })) },
    ],
    { caption: 'Silences', sort: ['state', 'asc'], empty: { title: 'No silence', hint: 'Silence an alert on the tab Active, or here.' } },
  );
  const told = table(
    [
      { key: 'name', label: 'Receiver', cell: (row) => clip(row.name, 80) },
      { key: 'kinds', label: 'Tells by', value: (row) => row.kinds.join(', ') },
      { key: 'act', label: 'Do', plain: true, cell: (row) => act(app, 'Send a test', async () => { await app.api.post('/monitoring/alerts/receivers/' + encodeURIComponent(row.name) + '/test'); return row.name + ' has taken it'; }) },
    ],
    { caption: 'Receivers', empty: { title: 'Nobody is told', hint: 'alerting.alertmanager-file names a file of routes and receivers, as Alertmanager has it.' } },
  );
  view.append(
    panel('Silences', { actions: [act(app, 'New silence', () => (silence(app, null), ''))] }, list.el),
    panel('Receivers', { info: 'who is told', actions: [h('a', { href: app.api.url('/monitoring/alerts/alertmanager-config'), download: 'alertmanager.yml' }, 'As a file for Alertmanager')] }, told.el),
  );
  return {
    async refresh(signal) {
      const [kept, receivers] = await Promise.all([app.api.get('/monitoring/alerts/silences', {}, signal), app.api.get('/monitoring/alerts/receivers', {}, signal)]);
      list.update(kept.data);
      told.update(receivers.data.filter((each) => each.kinds.length > 0));
    },
  };
}
