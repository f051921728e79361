// SPDX-License-Identifier: Apache-2.0
// Models: calls, tokens, time and cost, by model, route, provider, operation or label; conversations.
import { h, put, clip, name } from '../lib/dom.js';
import { panel, stat, badge, tabs, empty, failure } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { seconds, number, percent, usd, time } from '../lib/format.js';
import { grown } from '../lib/queries.js';
import { conversation, messages } from '../lib/chat.js';

/** What the endpoint answers for, in seconds. */
const SHORTEST = 60;
const LONGEST = 7 * 86400;
const BY = ['model', 'route', 'operation', 'provider'];

export { messages };

export default {
  async mount(view, app) {
    const agent = await app.api.get('/monitoring/agent').catch(() => null);
    const option = (key) => agent?.options.find((each) => each.key === key)?.value || '';
    const labels = option('ai.labels').split(',').map((each) => each.split('=')[0].trim()).filter(Boolean);
    const content = option('ai.content');
    const common = { onBrush: app.zoom };
    const by = () => [...BY, ...labels].find((each) => each === app.params.get('by', 'model')) || 'model';
    const calls = chart({ label: 'Calls per second', unit: 'rate', stack: true, ...common, empty: { title: 'No call of a model in this time range', hint: 'Calls through the SDKs of OpenAI, Anthropic, Google, AWS, Azure and others, Spring AI and LangChain4j appear by themselves.' } });
    const tokens = chart({ label: 'Tokens per second', unit: 'rate', stack: true, ...common });
    const first = chart({ label: 'Time to first chunk', unit: 'seconds', ...common });
    const whole = chart({ label: 'Duration of calls', unit: 'seconds', ...common });
    const cost = chart({ label: 'Cost per hour', unit: 'usd', stack: true, ...common });
    const charts = [calls, tokens, first, whole, cost];
    const figures = h('div', { class: 'stats' });
    const groups = table(
      [
        { key: 'group', label: 'Group', wide: true, cell: (row) => name(row.group || '(none)', 100) },
        { key: 'calls', label: 'Calls', num: true, cell: (row) => number(row.calls) },
        { key: 'errors', label: 'Errors', num: true, cell: (row) => (row.errors ? badge(number(row.errors), 'bad') : '0') },
        { key: 'input', label: 'Input tokens', num: true, value: (row) => row.tokens.input || 0, cell: (row) => number(row.tokens.input || 0) },
        { key: 'output', label: 'Output tokens', num: true, value: (row) => row.tokens.output || 0, cell: (row) => number(row.tokens.output || 0) },
        { key: 'cost_usd', label: 'Cost', num: true, cell: (row) => [usd(row.cost_usd), row.cost_usd !== null && h('i', { class: 'meter', style: { width: 100 * row.share + '%' } })] },
        { key: 'each', label: 'Cost a call', num: true, value: costOfCall, cell: (row) => usd(costOfCall(row)) },
        { key: 'p50', label: 'p50', num: true, value: (row) => row.latency_seconds.p50, cell: (row) => seconds(row.latency_seconds.p50 ?? NaN) },
        { key: 'p95', label: 'p95', num: true, value: (row) => row.latency_seconds.p95, cell: (row) => seconds(row.latency_seconds.p95 ?? NaN) },
      ],
      { caption: 'Calls of models', sort: ['cost_usd', 'desc'], csv: 'ai.csv', empty: { title: 'No call of a model in this time', hint: 'Choose a longer range, or let the application ask one.' } },
    );
    const days = table(
      [
        { key: 'day', label: 'Day' },
        { key: 'cost', label: 'Cost', num: true, cell: (row) => usd(row.cost) },
        { key: 'calls', label: 'Calls', num: true, cell: (row) => number(row.calls) },
        { key: 'tokens', label: 'Tokens', num: true, cell: (row) => number(row.tokens) },
      ],
      { caption: 'Cost by day', sort: ['day', 'desc'], csv: 'ai-days.csv' },
    );
    const budgets = table(
      [
        { key: 'budget', label: 'Budget', cell: (row) => [name(row.budget, 80), row.subject && h('div', { class: 'muted' }, name(row.subject, 80))] },
        { key: 'period', label: 'Per' },
        { key: 'spent', label: 'Spent', num: true, cell: (row) => [usd(row.spent), h('i', { class: 'meter' + (row.share >= 1 ? ' bad' : row.share >= 0.8 ? ' warn' : ''), style: { width: 100 * Math.min(1, row.share) + '%' } })] },
        { key: 'share', label: 'Of it', num: true, cell: (row) => badge(percent(row.share), row.share >= 1 ? 'bad' : row.share >= 0.8 ? 'warn' : 'good') },
        { key: 'limit', label: 'Budget of', num: true, cell: (row) => usd(row.limit) },
        { key: 'left', label: 'Left', num: true, cell: (row) => usd(Math.max(0, row.limit - row.spent)) },
      ],
      { caption: 'Budgets', sort: ['share', 'desc'], csv: 'ai-budgets.csv', empty: { title: 'No budget', hint: 'ai.budgets in the file says what calls may cost in an hour, a day or a month, for all, a model or each tenant; alerts come before one is spent.' } },
    );
    const talk = h('div', {});
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'AI')),
      figures,
      panel('Who asks, and what it costs', { actions: [tabs('By', [...BY, ...labels].map((each) => [each, each]), by(), (each) => app.params.set({ by: each }))] }, groups.el),
      h(
        'div',
        { class: 'grid' },
        panel('Calls', { info: 'per second, by model' }, calls.el),
        panel('Tokens', { info: 'per second, by kind' }, tokens.el),
        panel('Time to first chunk', { info: 'of streamed calls' }, first.el),
        panel('Duration', { info: 'of whole calls' }, whole.el),
        panel('Cost', { info: 'per hour, by model' }, cost.el),
        panel('By day', { info: 'UTC; today so far' }, days.el),
        panel('Budgets', { info: 'of the hour, day or month of now, UTC' }, budgets.el),
      ),
      talk,
    );

    async function line(target, query, of, signal) {
      try {
        const result = await app.prom.range(query, app.range, signal);
        target.update({ times: result.times, series: result.series.map((each) => ({ label: of(each.metric), values: each.values })) });
      } catch (e) {
        target.fail(e);
        if (e.name === 'AbortError') {
          throw e;
        }
      }
    }

    async function quantiles(target, metric, signal) {
      const rate = app.range.rate;
      const parts = [0.5, 0.95, 0.99].map((q) => 'label_replace(histogram_quantile(' + q + ', sum by (le) (rate(' + metric + '_bucket[' + rate + ']))), "q", "p' + q * 100 + '", "", "")');
      await line(target, parts.join(' or '), (m) => m.q, signal);
    }

    async function byDay(signal) {
      const end = Math.floor(Date.now() / 86400000) * 86400;
      const rows = [];
      const ask = async (query, at, over) => (await app.prom.instant(grown(query, over + 's'), signal, { time: at }))[0]?.value || 0;
      const now = Math.floor(Date.now() / 1000);
      for (let i = 0; i < 7; i++) {
        const start = end - i * 86400;
        const at = i === 0 ? now : start + 86400;
        const over = Math.max(60, at - start);
        const [spent, count, used] = await Promise.all([ask('ai_cost_usd_total', at, over), ask('ai_requests_total', at, over), ask('ai_tokens_used_total', at, over)]);
        if (count > 0 || i === 0) {
          rows.push({ day: new Date(start * 1000).toISOString().slice(0, 10), cost: spent, calls: Math.round(count), tokens: Math.round(used) });
        }
      }
      days.update(rows);
    }

    async function spent(signal) {
      const [limits, used] = await Promise.all([app.prom.instant('ai_budget_usd', signal), app.prom.instant('ai_budget_spent_usd', signal)]);
      const limit = new Map(limits.map((each) => [each.metric.budget, each.value]));
      budgets.update(
        used
          .filter((each) => limit.get(each.metric.budget) > 0)
          .map((each) => ({ budget: each.metric.budget, subject: each.metric.subject === 'all' ? '' : each.metric.subject, period: each.metric.period, spent: each.value, limit: limit.get(each.metric.budget), share: each.value / limit.get(each.metric.budget) })),
      );
    }

    async function conversations(signal) {
      if (!content || content === 'none' || content === 'off' || content === 'false') {
        put(talk, panel('Conversations', {}, empty('What is said to models is not kept', 'It may hold what is private, so it is off. Switch it on by ai.content: attributes, for a share of the calls by ai.content-ratio; keys, addresses and card numbers are taken out.')));
        return;
      }
      if (!app.has('/monitoring/traces')) {
        put(talk, panel('Conversations', {}, empty('There are no traces to read them from', 'Content is attached to spans; the agent keeps none in this process.')));
        return;
      }
      const found = await app.api.get('/monitoring/traces', { attr: 'gen_ai.operation.name', since: new Date(app.range.from).toISOString(), limit: 5 }, signal);
      const list = await Promise.all(found.traces.map((each) => app.api.get('/monitoring/traces/' + encodeURIComponent(each.trace_id), {}, signal).catch(() => null)));
      const spans = list.filter(Boolean).flatMap((trace) => trace.spans.filter((span) => span.tags['gen_ai.input.messages'] || span.tags['gen_ai.output.messages']));
      put(
        talk,
        panel(
          'Conversations',
          { info: 'the last that are kept' },
          spans.length
            ? spans.slice(0, 10).map((span) => [h('h3', {}, time(span.start_ms) + ' · ' + clip(span.operation_name, 80), ' ', h('a', { href: app.link('traces', { id: span.trace_id, span: span.span_id }) }, 'trace')), conversation(span.tags)])
            : empty('No conversation is kept in this time', 'Traces are sampled; failed and slow ones stay longest.'),
        ),
      );
    }

    return {
      onParams: () => view.querySelectorAll('.tabs button').forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.id === by()))),
      async refresh(signal) {
        const rate = '[' + app.range.rate + ']';
        const [answer] = await Promise.all([
          app.api.get('/monitoring/ai', { range: Math.min(LONGEST, Math.max(SHORTEST, app.range.seconds)) + 's', by: by(), limit: 200 }, signal),
          line(calls, 'sum by (model) (rate(ai_requests_total' + rate + '))', (m) => m.model, signal),
          line(tokens, 'sum by (token_type) (rate(ai_tokens_used_total' + rate + '))', (m) => m.token_type, signal),
          line(cost, '3600 * sum by (model) (rate(ai_cost_usd_total' + rate + '))', (m) => m.model, signal),
          quantiles(first, 'ai_time_to_first_chunk_seconds', signal),
          quantiles(whole, 'ai_request_duration_seconds', signal),
          byDay(signal),
          spent(signal),
          conversations(signal).catch((e) => {
            if (e.name === 'AbortError') {
              throw e;
            }
            put(talk, panel('Conversations', {}, failure(e)));
          }),
        ]);
        const { total, groups: list } = answer.data;
        const all = Math.max(total.cost_usd, 1e-12);
        groups.update(list.map((each) => ({ ...each, group: each[answer.data.by], share: each.cost_usd / all })));
        put(
          figures,
          stat('Calls', number(total.calls), { note: number(total.errors) + ' failed', tone: total.errors ? 'warn' : '' }),
          stat('Cost', usd(total.cost_usd), { note: total.calls_of_unknown_cost ? number(total.calls_of_unknown_cost) + ' calls of unknown price' : 'by the table of prices' }),
          stat('Input tokens', number(total.tokens.input || 0)),
          stat('Output tokens', number(total.tokens.output || 0)),
          stat('p95', seconds(total.latency_seconds.p95 ?? NaN), { note: 'of whole calls' }),
          stat('Failed', percent(total.calls ? total.errors / total.calls : 0), { tone: total.errors ? 'bad' : '' }),
        );
      },
      unmount: () => charts.forEach((each) => each.destroy()),
    };
  },
};

/** What a call of a group costs; null where no price is known, which is not 0. */
function costOfCall(row) {
  return row.cost_usd === null ? null : row.cost_usd / row.calls;
}
