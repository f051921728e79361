// SPDX-License-Identifier: Apache-2.0
// Alerts: what fires and what is about to, each rule with its expression drawn against the threshold,
// what people do about it, and a rule tried against the past before it is added.
import { h, put, clip, name } from '../lib/dom.js';
import { panel, stat, badge, tabs, empty, failure, dialog, loading } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { number, seconds, time, ago, duration, unitOf } from '../lib/format.js';
import { act } from '../lib/acts.js';

const TABS = [['active', 'Active'], ['rules', 'Rules'], ['history', 'History'], ['silences', 'Silences and receivers'], ['try', 'Try a rule']];
const TONE = { critical: 'bad', warning: 'warn', info: '', firing: 'bad', pending: 'warn', inactive: '', disabled: '' };

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

const ruleLink = (app, rule, text) => h('a', { href: app.link('alerts', { tab: 'rules', rule }) }, clip(text || rule, 80));
const labelsOf = (labels) => Object.entries(labels).filter(([key]) => !['alertname', 'severity', '__name__'].includes(key)).map(([key, value]) => key + '=' + value).join('  ');

function active(view, app) {
  const figures = h('div', { class: 'stats' });
  const list = table(
    [
      { key: 'name', label: 'Alert', wide: true, value: (row) => row.labels.alertname, cell: (row) => [ruleLink(app, row.labels.alertname), h('div', {}, clip(row.annotations.summary || row.annotations.description || '', 240)), h('div', { class: 'muted' }, clip(labelsOf(row.labels), 240))] },
      { key: 'state', label: 'State', cell: (row) => [badge(row.state, TONE[row.state]), row.mutedBy && [' ', badge('muted: ' + clip(row.mutedBy, 40))], row.acknowledged && [' ', badge('taken by ' + clip(row.acknowledged.by || 'somebody', 30), 'accent')]] },
      { key: 'severity', label: 'Severity', value: (row) => row.labels.severity || '', cell: (row) => badge(row.labels.severity || 'none', TONE[row.labels.severity]) },
      { key: 'value', label: 'Value', num: true, value: (row) => Number(row.value), cell: (row) => number(Number(row.value)) },
      { key: 'since', label: 'Since', num: true, value: (row) => Date.parse(row.activeAt), cell: (row) => h('span', { title: row.activeAt }, ago(Date.parse(row.activeAt))) },
      {
        key: 'act', label: 'Do', value: () => '', cell: (row) =>
          h(
            'div',
            { class: 'row' },
            row.state === 'firing' && !row.acknowledged && act(app, 'Acknowledge', () => (acknowledge(app, row), ''), { title: 'Tell others that you are at it' }),
            act(app, 'Silence', () => (silence(app, row.labels), ''), { title: 'Nobody is told for a while' }),
            runbook(app, row),
          ),
      },
    ],
    { caption: 'Active alerts', sort: ['state', 'asc'], filter: 'Filter alerts', csv: 'alerts.csv', rowClass: (row) => (row.state === 'firing' ? TONE[row.labels.severity] : '') || '', empty: { title: 'Nothing fires', hint: 'Rules are evaluated again and again; see the tab Rules for what is watched.' } },
  );
  view.append(figures, panel('Active', { info: 'pending: true, but not for long enough yet' }, list.el));
  return {
    async refresh(signal) {
      const { data } = await app.api.get('/monitoring/alerts', {}, signal);
      const firing = data.alerts.filter((each) => each.state === 'firing');
      const of = (severity) => firing.filter((each) => each.labels.severity === severity).length;
      list.update(data.alerts);
      put(
        figures,
        stat('Critical', number(of('critical')), { tone: of('critical') ? 'bad' : '' }),
        stat('Warning', number(of('warning')), { tone: of('warning') ? 'warn' : '' }),
        stat('Others firing', number(firing.length - of('critical') - of('warning'))),
        stat('Pending', number(data.alerts.length - firing.length)),
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

function rules(view, app) {
  const list = table(
    [
      { key: 'name', label: 'Rule', wide: true, cell: (row) => [ruleLink(app, row.name), h('div', { class: 'muted' }, h('code', {}, clip(row.query, 200)))] },
      { key: 'state', label: 'State', value: (row) => stateOf(row), cell: (row) => badge(stateOf(row), TONE[stateOf(row)]) },
      { key: 'severity', label: 'Severity', value: (row) => row.labels?.severity || '', cell: (row) => (row.labels?.severity ? badge(row.labels.severity, TONE[row.labels.severity]) : '') },
      { key: 'duration', label: 'For', num: true, cell: (row) => (row.duration ? seconds(row.duration) : 'at once') },
      { key: 'health', label: 'Evaluation', cell: (row) => (row.health === 'ok' ? seconds(row.evaluationTime) : badge(row.health + (row.lastError ? ': ' + clip(row.lastError, 120) : ''), row.health === 'err' ? 'bad' : '')) },
      { key: 'act', label: 'Do', value: () => '', cell: (row) => toggle(app, row) },
    ],
    { caption: 'Alerting rules', sort: ['state', 'asc'], filter: 'Filter rules', csv: 'rules.csv', empty: { title: 'No alerting rule', hint: 'alerting.rule-files names files as Prometheus has them; those of the agent are on unless alerting.builtin-rules is false.' } },
  );
  view.append(panel('Rules', { info: 'evaluated in this process', actions: [h('a', { href: app.api.url('/monitoring/alerts/prometheus-rules'), download: 'rules.yml' }, 'As a file for Prometheus')] }, list.el));
  return {
    async refresh(signal) {
      const { data } = await app.api.get('/monitoring/alerts/rules', {}, signal);
      list.update(data.filter((each) => each.type === 'alerting'));
    },
  };
}

const stateOf = (rule) => (rule.enabled === false ? 'disabled' : rule.state || 'inactive');

function toggle(app, rule) {
  const on = rule.enabled === false;
  return act(app, on ? 'Enable' : 'Disable', async () => {
    await app.api.post('/monitoring/alerts/rules/' + encodeURIComponent(rule.name) + (on ? '/enable' : '/disable'));
    app.refresh();
    return rule.name + (on ? ' is evaluated again' : ' is not evaluated any more');
  });
}

/** A rule with what it looks at, drawn with its threshold. */
function oneRule(view, app, id) {
  const graph = h('div', { class: 'part' });
  const facts = h('div', {});
  let drawn = null;
  let query = '';
  view.append(h('p', { class: 'crumb' }, h('a', { href: app.link('alerts', { tab: 'rules' }) }, 'Rules')), facts, graph);
  return {
    async refresh(signal) {
      const { data } = await app.api.get('/monitoring/alerts/rules', {}, signal);
      const rule = data.find((each) => each.name === id && each.type === 'alerting') || data.find((each) => each.name === id);
      if (!rule) {
        put(facts, panel('', {}, empty('There is no rule ' + clip(id, 80), 'It may have been taken out of its file.', h('a', { href: app.link('alerts', { tab: 'rules' }) }, 'All rules'))));
        return;
      }
      put(
        facts,
        panel(
          clip(rule.name, 100),
          { actions: [badge(stateOf(rule), TONE[stateOf(rule)]), toggle(app, rule), rule.type === 'alerting' && act(app, 'Send a test alert', async () => { await app.api.post('/monitoring/alerts/rules/' + encodeURIComponent(rule.name) + '/test'); return 'A test alert of ' + rule.name + ' was handed to the receivers'; })] },
          h('pre', { class: 'stack', tabindex: '0' }, clip(rule.query, 5000)),
          h('dl', { class: 'facts' }, [['Fires after', rule.duration ? seconds(rule.duration) : 'the first evaluation'], ['Labels', clip(Object.entries(rule.labels || {}).map(([k, v]) => k + '=' + v).join('  '), 500)], ['Summary', clip(rule.annotations?.summary || '', 500)], ['Evaluated', ago(Date.parse(rule.lastEvaluation)) + ', in ' + seconds(rule.evaluationTime)], rule.lastError && ['Error', clip(rule.lastError, 500)]].filter(Boolean).map(([k, v]) => [h('dt', {}, k), h('dd', {}, v)])),
        ),
      );
      if (query !== rule.query) {
        query = rule.query;
        drawn?.unmount();
        drawn = drawing(put(graph), app, rule.query, rule.duration || 0);
      }
      await drawn.refresh(signal);
    },
    unmount: () => drawn?.unmount(),
  };
}

/**
 * What an expression compares, with the threshold, and when it would have fired in the time range.
 * An expression that compares nothing with a number is drawn as it is.
 */
function drawing(view, app, expression, holds) {
  const parts = comparison(expression);
  const unit = unitOf(expression);
  const line = chart({
    label: 'The expression', unit, height: 260, annotations: app.annotations, onBrush: app.zoom, legend: true,
    threshold: parts && { value: parts.threshold, label: parts.operator + ' ' + parts.threshold },
    empty: { title: 'The expression has no value in this time range', hint: 'Check the names of its metrics on the page Explore.' },
  });
  const would = h('div', {});
  view.append(panel('Drawn', { info: parts ? 'the left side of the comparison, with the threshold' : 'the expression', actions: [h('a', { href: app.link('explore', { q: parts ? parts.left : expression }) }, 'Explore')] }, line.el), panel('When it would have fired', { info: 'in this time range' + (holds ? ', after ' + seconds(holds) + ' of truth' : '') }, would));
  return {
    async refresh(signal) {
      let truth;
      try {
        const [left, right] = await Promise.all([parts ? app.prom.range(parts.left, app.range, signal) : null, app.prom.range(expression, app.range, signal)]);
        truth = right;
        const result = left || right;
        line.update({ times: result.times, series: result.series.map((each) => ({ label: clip(labelsOf(each.metric) || each.metric.__name__ || 'value', 100), values: each.values })) });
      } catch (e) {
        line.fail(e);
        if (e.name === 'AbortError') {
          throw e;
        }
        put(would, failure(e));
        return;
      }
      const spells = truth.series.flatMap((each) => episodes(truth.times, each.values, holds, app.range.step).map((spell) => ({ ...spell, what: labelsOf(each.metric) })));
      const list = table(
        [
          { key: 'start', label: 'From', cell: (row) => time(row.start * 1000) },
          { key: 'length', label: 'For', num: true, cell: (row) => seconds(row.length) },
          { key: 'fires', label: 'Fires', text: (row) => (row.fires ? 'yes' : 'no'), cell: (row) => badge(row.fires ? 'fires' : 'too short', row.fires ? 'bad' : '') },
          { key: 'what', label: 'Labels', wide: true, cell: (row) => name(row.what, 160) },
        ],
        { caption: 'When it would have fired', sort: ['start', 'desc'], filter: false, empty: { title: 'Never in this time range', hint: 'It would have been silent.' } },
      );
      list.update(spells.slice(0, 500));
      put(would, list.el);
    },
    unmount: () => line.destroy(),
  };
}

/** Stretches in which there was a value. */
function episodes(times, values, holds, step) {
  const found = [];
  let start = null;
  for (let i = 0; i <= times.length; i++) {
    const there = i < times.length && values[i] != null;
    if (there && start == null) {
      start = times[i];
    } else if (!there && start != null) {
      const length = times[i - 1] - start + step;
      found.push({ start, length, fires: length - step >= holds });
      start = null;
    }
  }
  return found;
}

/** The first comparison with a number outside of brackets and strings; null if there is none. */
export function comparison(expression) {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < expression.length; i++) {
    const c = expression[i];
    if (quote) {
      if (c === '\\') {
        i++;
      } else if (c === quote) {
        quote = '';
      }
    } else if (c === '"' || c === "'" || c === '`') {
      quote = c;
    } else if ('([{'.includes(c)) {
      depth++;
    } else if (')]}'.includes(c)) {
      depth--;
    } else if (depth === 0 && '><=!'.includes(c)) {
      const operator = expression.slice(i).match(/^(>=|<=|==|!=|>|<)/)?.[0];
      const number = operator && expression.slice(i + operator.length).match(/^\s*(-?[0-9.]+(?:e[+-]?[0-9]+)?)\s*(?:$|\)|and\b|or\b|unless\b)/i);
      if (number) {
        return { left: expression.slice(0, i).trim(), operator, threshold: Number(number[1]) };
      }
    }
  }
  return null;
}

function history(view, app) {
  const firing = chart({ label: 'Alerts that fire', unit: 'number', stack: true, onBrush: app.zoom, empty: { title: 'Nothing fired in this time range' } });
  const list = table(
    [
      { key: 'name', label: 'Alert', wide: true, cell: (row) => [ruleLink(app, row.name), h('div', { class: 'muted' }, clip(row.what, 200))] },
      { key: 'severity', label: 'Severity', cell: (row) => badge(row.severity || 'none', TONE[row.severity]) },
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
      { key: 'act', label: 'Do', value: () => '', cell: (row) => (row.state === 'expired' ? '' : act(app, 'End', async () => { await app.api.del('/monitoring/alerts/silences/' + encodeURIComponent(row.id)); app.refresh(); return 'Ended'; })) },
    ],
    { caption: 'Silences', sort: ['state', 'asc'], filter: false, empty: { title: 'No silence', hint: 'Silence an alert on the tab Active, or here.' } },
  );
  const told = table(
    [
      { key: 'name', label: 'Receiver', cell: (row) => clip(row.name, 80) },
      { key: 'kinds', label: 'Tells by', value: (row) => row.kinds.join(', ') },
      { key: 'act', label: 'Do', value: () => '', cell: (row) => act(app, 'Send a test', async () => { await app.api.post('/monitoring/alerts/receivers/' + encodeURIComponent(row.name) + '/test'); return row.name + ' has taken it'; }) },
    ],
    { caption: 'Receivers', filter: false, empty: { title: 'Nobody is told', hint: 'alerting.alertmanager-file names a file of routes and receivers, as Alertmanager has it.' } },
  );
  view.append(
    panel('Silences', { actions: [act(app, 'New silence', () => (silence(app, null), ''))] }, list.el),
    panel('Receivers', { info: 'who is told', actions: [h('a', { href: app.api.url('/monitoring/alerts/alertmanager-config'), download: 'alertmanager.yml' }, 'As a file for Alertmanager')] }, told.el),
  );
  return {
    async refresh(signal) {
      const [kept, receivers] = await Promise.all([app.api.get('/monitoring/alerts/silences', {}, signal), app.api.get('/monitoring/alerts/receivers', {}, signal)]);
      list.update(kept.data);
      told.update(receivers.data);
    },
  };
}

/** A rule against the last hours, before it is added. */
function tryRule(view, app) {
  const result = h('div', { class: 'part' });
  const value = (id) => form.querySelector('#try-' + id).value.trim();
  let drawn = null;
  const form = h(
    'form',
    { class: 'form', onsubmit: (event) => { event.preventDefault(); app.params.set({ expr: value('expr'), for: value('for') || null }, { quiet: true }); run(); } },
    h('label', { for: 'try-expr' }, 'Expression'),
    h('textarea', { id: 'try-expr', rows: '3', required: true, spellcheck: 'false', class: 'mono', value: app.params.get('expr') || 'sum(rate(http_requests_total{status_code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05' }),
    h('label', { for: 'try-for' }, 'For'),
    h('input', { id: 'try-for', value: app.params.get('for', '5m'), placeholder: '5m; empty for at once', pattern: '([0-9]+[smhdw])*' }),
    h('label', { for: 'try-name' }, 'Name'),
    h('input', { id: 'try-name', placeholder: 'ShopFails', pattern: '[a-zA-Z_][a-zA-Z0-9_]*', maxlength: '100' }),
    h('label', { for: 'try-severity' }, 'Severity'),
    h('select', { id: 'try-severity' }, ['warning', 'critical', 'info'].map((each) => h('option', { value: each }, each))),
    h('label', { for: 'try-summary' }, 'Summary'),
    h('input', { id: 'try-summary', placeholder: '{{ $value | humanizePercentage }} of the requests fail', maxlength: '500' }),
    h('div', { class: 'wide' }, h('button', { type: 'submit', class: 'primary' }, 'Try it'), act(app, 'Add the rule', add, { title: 'Until the next start; write it into alerting.rule-files to keep it' })),
  );
  view.append(panel('Try a rule', { info: 'against the time range that is chosen above; nothing is sent' }, form), result);

  async function add() {
    if (!value('name')) {
      throw new Error('Give the rule a name');
    }
    const rule = { alert: value('name'), expr: value('expr'), labels: { severity: value('severity') }, annotations: { summary: value('summary') } };
    if (value('for')) {
      rule.for = value('for');
    }
    await app.api.post('/monitoring/alerts/rules', { groups: [{ name: 'console-' + value('name'), rules: [rule] }] });
    return value('name') + ' is evaluated from now on';
  }

  async function run(signal) {
    drawn?.unmount();
    drawn = drawing(put(result), app, value('expr'), duration(value('for')) || 0);
    await drawn.refresh(signal);
  }
  return {
    refresh: (signal) => (drawn ? drawn.refresh(signal) : app.params.get('expr') ? run(signal) : Promise.resolve()),
    unmount: () => drawn?.unmount(),
  };
}
