// SPDX-License-Identifier: Apache-2.0
// Rules of alerts: all of them, one with its expression drawn against the threshold, and one tried against the past
// before it is added.
import { h, put, clip, name } from './dom.js';
import { panel, badge, empty, failure } from './panel.js';
import { chart } from './chart.js';
import { table } from './table.js';
import { seconds, time, ago, duration, unitOf } from './format.js';
import { act } from './acts.js';
import { severityOf } from './severity.js';

export const TONE = { critical: 'bad', high: 'bad', warning: 'warn', info: '', firing: 'bad', pending: 'warn', inactive: '', disabled: '' };

export const ruleLink = (app, rule, text) => h('a', { href: app.link('alerts', { tab: 'rules', rule }) }, clip(text || rule, 80));

/** Said elsewhere, or for programs. */
const UNSAID = ['alertname', 'severity', '__name__', 'sloth_id', 'sloth_service', 'sloth_severity'];
export const labelsOf = (labels) => Object.entries(labels).filter(([key]) => !UNSAID.includes(key)).map(([key, value]) => key + '=' + value).join('  ');

export function rules(view, app) {
  const list = table(
    [
      { key: 'name', label: 'Rule', wide: true, cell: (row) => [ruleLink(app, row.name), h('div', { class: 'muted' }, h('code', {}, clip(row.query, 200)))] },
      { key: 'state', label: 'State', value: (row) => stateOf(row), cell: (row) => badge(stateOf(row), TONE[stateOf(row)]) },
      { key: 'severity', label: 'Severity', value: (row) => severityOf(row.labels), text: (row) => row.labels?.severity || 'none', cell: (row) => (row.labels?.severity ? badge(row.labels.severity, TONE[row.labels.severity]) : '') },
      { key: 'duration', label: 'For', num: true, cell: (row) => (row.duration ? seconds(row.duration) : 'at once') },
      { key: 'health', label: 'Evaluation', cell: (row) => (row.health === 'ok' ? seconds(row.evaluationTime) : badge(row.health + (row.lastError ? ': ' + clip(row.lastError, 120) : ''), row.health === 'err' ? 'bad' : '')) },
      { key: 'act', label: 'Do', plain: true, cell: (row) => toggle(app, row) },
    ],
    { caption: 'Alerting rules', filter: 'Filter rules', csv: 'rules.csv', empty: { title: 'No alerting rule', hint: 'alerting.rule-files names files as Prometheus has them; those of the agent are on unless alerting.builtin-rules is false.' } },
  );
  view.append(panel('Rules', { info: 'evaluated in this process', actions: [h('a', { href: app.api.url('/monitoring/alerts/prometheus-rules'), download: 'rules.yml' }, 'As a file for Prometheus')] }, list.el));
  return {
    async refresh(signal) {
      const { data } = await app.api.get('/monitoring/alerts/rules', {}, signal);
      list.update(data.filter((each) => each.type === 'alerting').sort((a, b) => STATES.indexOf(stateOf(a)) - STATES.indexOf(stateOf(b)) || severityOf(b.labels) - severityOf(a.labels)));
    },
  };
}

const STATES = ['firing', 'pending', 'inactive', 'disabled'];

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
export function oneRule(view, app, id) {
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
    label: 'The expression', unit, height: 260, onBrush: app.zoom, legend: true,
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
        { caption: 'When it would have fired', sort: ['start', 'desc'], empty: { title: 'Never in this time range', hint: 'It would have been silent.' } },
      );
      list.update(spells.slice(0, 500));
      put(would, list.el);
    },
    unmount: () => line.destroy(),
  };
}

/** Stretches in which there was a value. */
export function episodes(times, values, holds, step) {
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
function comparison(expression) {
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

/** A rule against the last hours, before it is added. */
export function tryRule(view, app) {
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
