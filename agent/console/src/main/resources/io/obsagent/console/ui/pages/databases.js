// SPDX-License-Identifier: Apache-2.0
// Databases and Redis: which statements cost most, which run in loops, and what pools wait for.
import { h, put, clip } from '../lib/dom.js';
import { panel, stat, badge, dialog, failure, empty } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { seconds, number, percent } from '../lib/format.js';
import { grown, eachGrown } from '../lib/queries.js';

const DAY = 86400;

/** Databases that are asked for plans. */
const PLANNED = ['postgresql', 'mariadb', 'mysql', 'h2database', 'sqlite'];

/** What the address calls a statement: those that cannot be explained have no id. */
const keyOf = (row) => String(row.id || row.text).slice(0, 300);

export default {
  async mount(view, app) {
    const common = { onBrush: app.zoom };
    const time = chart({ label: 'Time in statements', unit: 'seconds', stack: true, ...common, empty: { title: 'No SQL in this time range', hint: 'Statements through JDBC, R2DBC and other drivers appear by themselves; the page Agent tells which modules are active.' } });
    const p95 = chart({ label: 'p95 of statements', unit: 'seconds', ...common });
    const redis = chart({ label: 'Time in Redis commands', unit: 'seconds', stack: true, ...common });
    const used = chart({ label: 'Connections in use', unit: 'number', ...common });
    const waits = chart({ label: 'Wait for a connection, p95', unit: 'seconds', ...common });
    const charts = [time, p95, redis, used, waits];
    const trace = (id, text) => (id && app.hasPage('traces') ? h('a', { href: app.link('traces', { id }) }, text) : text);
    const statements = table(
      [
        { key: 'summary', label: 'Statement', wide: true, value: (row) => row.summary + ' ' + row.text, cell: (row) => [h('button', { type: 'button', class: 'link', onclick: () => open(row) }, clip(row.summary, 80)), h('div', { class: 'muted' }, h('code', {}, clip(row.text, 140)))] },
        { key: 'total', label: 'Total time', num: true, value: (row) => row.seconds.total, cell: (row) => [seconds(row.seconds.total), h('i', { class: 'meter', style: { width: 100 * row.seconds.share + '%' }, title: percent(row.seconds.share) + ' of all' })] },
        { key: 'calls', label: 'Calls', num: true, cell: (row) => number(row.calls) },
        { key: 'mean', label: 'Mean', num: true, value: (row) => row.seconds.mean, cell: (row) => seconds(row.seconds.mean) },
        { key: 'p95', label: 'p95', num: true, value: (row) => row.seconds.p95, cell: (row) => seconds(row.seconds.p95) },
        { key: 'slowest', label: 'Slowest', num: true, value: (row) => row.slowest.seconds, cell: (row) => trace(row.slowest.trace_id, seconds(row.slowest.seconds)) },
        { key: 'affected_rows', label: 'Rows', num: true, help: 'Rows that it changed', cell: (row) => number(row.affected_rows) },
        { key: 'errors', label: 'Errors', num: true, cell: (row) => (row.errors ? badge(number(row.errors), 'bad') : '0') },
        { key: 'repeated', label: 'In loops', num: true, help: 'Traces in which it ran again and again (N+1)', value: (row) => row.repeated.traces, cell: (row) => (row.repeated.traces ? badge(number(row.repeated.traces), 'warn') : '0') },
      ],
      { caption: 'SQL statements', sort: ['total', 'desc'], filter: 'Filter statements', csv: 'statements.csv', open, rowClass: (row) => (row.errors ? 'bad' : row.repeated.traces ? 'warn' : ''), empty: { title: 'No statement in this time', hint: 'Choose a longer range, or wait for the application to ask its database.' } },
    );
    const loops = h('div', {});
    const commands = table(
      [
        { key: 'command', label: 'Command', cell: (row) => clip(row.command, 60) },
        { key: 'server', label: 'Server' },
        { key: 'total', label: 'Total time', num: true, cell: (row) => seconds(row.total) },
        { key: 'calls', label: 'Calls', num: true, cell: (row) => number(row.calls) },
        { key: 'mean', label: 'Mean', num: true, cell: (row) => seconds(row.mean) },
        { key: 'p95', label: 'p95', num: true, cell: (row) => seconds(row.p95) },
        { key: 'errors', label: 'Errors', num: true, cell: (row) => (row.errors > 0.5 ? badge(number(Math.round(row.errors)), 'bad') : '0') },
      ],
      { caption: 'Redis commands', sort: ['total', 'desc'], csv: 'redis.csv', empty: { title: 'No Redis command in this time' } },
    );
    const pools = table(
      [
        { key: 'pool', label: 'Pool' },
        { key: 'active', label: 'In use', num: true, cell: (row) => number(row.active) },
        { key: 'idle', label: 'Idle', num: true, cell: (row) => number(row.idle) },
        { key: 'max', label: 'At most', num: true, cell: (row) => (row.max > 0 ? number(row.max) : '–') },
        { key: 'pending', label: 'Waiting', num: true, cell: (row) => (row.pending > 0 ? badge(number(row.pending), 'bad') : '0') },
        { key: 'timeouts', label: 'Time-outs', num: true, cell: (row) => (row.timeouts > 0.5 ? badge(number(row.timeouts), 'bad') : '0') },
        { key: 'wait', label: 'Wait p95', num: true, cell: (row) => seconds(row.wait) },
        { key: 'use', label: 'Use p95', num: true, cell: (row) => seconds(row.use) },
      ],
      { caption: 'Pools of connections', empty: { title: 'No pool has been seen', hint: 'HikariCP, DBCP, Tomcat JDBC, c3p0, Druid, Agroal, UCP, and the pools of Redis clients appear by themselves.' } },
    );
    const suspects = h('div', {});
    const figures = h('div', { class: 'stats' });
    const note = h('p', { class: 'muted' });
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Databases and Redis')),
      figures,
      loops,
      panel('Statements', { info: 'without the values in them' }, note, statements.el),
      h('div', { class: 'grid' }, panel('Time in statements', { info: 'per second, by database and table' }, time.el), panel('p95', { info: 'by database and table' }, p95.el)),
      panel('Redis', {}, redis.el, commands.el),
      panel('Pools', {}, suspects, pools.el, h('div', { class: 'grid' }, h('div', {}, h('h3', {}, 'Connections in use'), used.el), h('div', {}, h('h3', {}, 'Wait for a connection, p95'), waits.el))),
    );

    let asked = app.params.get('statement');

    function open(row) {
      app.params.set({ statement: keyOf(row) }, { quiet: true });
      const box = dialog(
        clip(row.summary, 80),
        h('pre', { class: 'stack', tabindex: '0' }, clip(row.text, 20000)),
        h(
          'dl',
          { class: 'facts' },
          [
            ['Database', [row.system, row.database, row.server].filter(Boolean).join(' · ')],
            ['Calls', number(row.calls) + ', ' + number(row.errors) + ' failed, ' + number(row.slow) + ' slow'],
            ['Time', seconds(row.seconds.total) + ', ' + percent(row.seconds.share) + ' of that of all statements'],
            ['Percentiles', 'p50 ' + seconds(row.seconds.p50) + ', p95 ' + seconds(row.seconds.p95) + ', p99 ' + seconds(row.seconds.p99)],
            ['Rows changed', number(row.affected_rows)],
            row.results.count > 0 && ['Rows read', [number(row.results.rows) + ' of ' + number(row.results.count) + ' results, up to ' + number(row.results.most) + ' of one', row.results.trace_id && [': ', trace(row.results.trace_id, row.results.trace_id)]]],
            row.unbounded.calls > 0 && ['Without a time-out', number(row.unbounded.calls) + ' long calls, up to ' + seconds(row.unbounded.seconds)],
            row.slowest.trace_id && ['Slowest call', trace(row.slowest.trace_id, seconds(row.slowest.seconds) + ' in ' + row.slowest.trace_id)],
            row.repeated.traces > 0 && ['In loops', [number(row.repeated.traces) + ' traces, up to ' + number(row.repeated.most) + ' times: ', trace(row.repeated.trace_id, row.repeated.trace_id)]],
          ]
            .filter(Boolean)
            .map(([key, what]) => [h('dt', {}, key), h('dd', {}, what)]),
        ),
        PLANNED.includes(row.system) && plan(row),
      );
      box.addEventListener('close', () => app.params.set({ statement: null }, { quiet: true }));
    }

    /** The statement that the address names, once it is known. */
    function openAsked(queries) {
      const row = asked && queries.find((each) => keyOf(each) === asked);
      if (row) {
        open(row);
      }
      asked = '';
    }

    /** Asked of the database only when somebody wants it. */
    function plan(row) {
      const out = h('div', { 'aria-live': 'polite' });
      const ask = h('button', { type: 'button', onclick: explain }, 'Ask the database for its plan');
      async function explain() {
        ask.disabled = true;
        try {
          const answer = await app.api.post('/monitoring/database/queries/' + encodeURIComponent(row.id) + '/explain');
          put(out, h('pre', { class: 'stack', tabindex: '0' }, clip(answer.data.plan, 70000)));
        } catch (e) {
          put(out, failure(e));
        } finally {
          ask.disabled = false;
        }
      }
      return h('div', {}, ask, out);
    }

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

    /** Connections that are held for long; the rest of the page does without them. */
    async function holders(signal) {
      try {
        const held = (await app.api.get('/monitoring/database/pools', {}, signal)).data.leak_suspects;
        put(
          suspects,
          held.length > 0 && h('h3', {}, 'Connections that are held for long'),
          held.map((each) => h('details', {}, h('summary', {}, badge(seconds(each.held_seconds), 'warn'), ' ' + each.pool + ', taken by ' + each.thread), h('pre', { class: 'stack', tabindex: '0' }, each.stack.join('\n')))),
        );
      } catch (e) {
        if (e.name === 'AbortError') {
          throw e;
        }
        put(suspects, failure(e));
      }
    }

    /** Instant values of several queries, joined by their labels. */
    async function joined(queries, keys, signal) {
      const names = Object.keys(queries);
      const results = await Promise.all(names.map((each) => app.prom.instant(queries[each], signal)));
      const rows = new Map();
      results.forEach((result, i) =>
        result.forEach((each) => {
          const id = keys.map((key) => each.metric[key] || '').join('\n');
          const row = rows.get(id) || Object.fromEntries(keys.map((key) => [key, each.metric[key] || '']));
          row[names[i]] = each.value;
          rows.set(id, row);
        }),
      );
      return [...rows.values()];
    }

    return {
      async refresh(signal) {
        const rate = '[' + app.range.rate + ']';
        const span = app.range.seconds + 's';
        const length = Math.min(app.range.live ? app.range.seconds : (Date.now() - app.range.from) / 1000, DAY);
        const place = (m) => [m.database && m.database !== 'none' ? m.database : m.system, m.table && m.table !== 'none' ? m.table : ''].filter(Boolean).join('.');
        const redisBy = 'command, server';
        const [answer] = await Promise.all([
          app.api.get('/monitoring/database/queries', { range: Math.max(60, Math.round(length)) + 's', limit: 500 }, signal).catch((e) => {
            if (e.name === 'AbortError') {
              throw e;
            }
            put(loops, failure(e));
            return null;
          }),
          line(time, 'sum by (system, database, table) (rate(database_query_duration_seconds_sum' + rate + ')) > 0', place, signal),
          line(p95, 'histogram_quantile(0.95, sum by (le, system, database, table) (rate(database_query_duration_seconds_bucket' + rate + ')))', place, signal),
          line(redis, 'sum by (command) (rate(redis_command_duration_seconds_sum' + rate + ')) > 0', (m) => m.command, signal),
          line(used, 'database_connections_active', (m) => m.pool, signal),
          line(waits, 'histogram_quantile(0.95, sum by (le, pool) (rate(database_connection_wait_seconds_bucket' + rate + ')))', (m) => m.pool, signal),
          joined(
            {
              total: grown('redis_command_duration_seconds_sum', span, redisBy) + ' > 0',
              calls: grown('redis_command_duration_seconds_count', span, redisBy) + ' > 0',
              p95: 'histogram_quantile(0.95, ' + grown('redis_command_duration_seconds_bucket', span, 'le, ' + redisBy) + ')',
              errors: grown('redis_command_duration_seconds_count{status!="ok"}', span, redisBy),
            },
            ['command', 'server'],
            signal,
          ).then((rows) => commands.update(rows.filter((each) => each.calls > 0).map((each) => ({ errors: 0, ...each, calls: Math.round(each.calls), mean: each.total / each.calls })))),
          joined(
            {
              active: 'database_connections_active',
              idle: 'database_connections_idle',
              max: 'database_connections_max',
              pending: 'database_connections_pending',
              timeouts: eachGrown('database_connection_timeouts_total', span),
              wait: 'histogram_quantile(0.95, ' + grown('database_connection_wait_seconds_bucket', span, 'le, pool') + ')',
              use: 'histogram_quantile(0.95, ' + grown('database_connection_use_seconds_bucket', span, 'le, pool') + ')',
            },
            ['pool'],
            signal,
          ).then((rows) => pools.update(rows)),
        ]);
        await holders(signal);
        if (!answer) {
          return;
        }
        const data = answer.data;
        const inLoops = data.queries.filter((each) => each.repeated.traces > 0).sort((a, b) => b.repeated.traces - a.repeated.traces);
        const failed = data.queries.reduce((sum, each) => sum + each.errors, 0);
        const slow = data.queries.reduce((sum, each) => sum + each.slow, 0);
        statements.update(data.queries);
        openAsked(data.queries);
        note.textContent = length < app.range.seconds ? 'Of the last day: statements are kept no longer.' : data.omitted ? number(data.omitted) + ' more statements are not shown.' : '';
        note.hidden = !note.textContent;
        put(
          figures,
          stat('Calls', number(data.calls)),
          stat('Time in statements', seconds(data.total_seconds), { note: seconds(data.total_seconds / Math.max(1, data.calls)) + ' each' }),
          stat('Failed', number(failed), { tone: failed ? 'bad' : '' }),
          stat('Slow', number(slow), { tone: slow ? 'warn' : '', note: 'beyond the threshold' }),
          stat('In loops', number(inLoops.length), { tone: inLoops.length ? 'warn' : '', note: 'statements (N+1)' }),
        );
        put(
          loops,
          inLoops.length > 0 &&
            panel(
              'Statements in loops (N+1)',
              { info: 'the same one again and again within a trace: fetch them at once instead' },
              h('ul', { class: 'plain' }, inLoops.slice(0, 5).map((each) => h('li', {}, badge('up to ' + number(each.repeated.most) + '×', 'warn'), ' ', h('button', { type: 'button', class: 'link', onclick: () => open(each) }, clip(each.summary, 80)), h('span', { class: 'muted' }, ' in ' + number(each.repeated.traces) + ' traces, e.g. '), trace(each.repeated.trace_id, String(each.repeated.trace_id).slice(0, 8))))),
            ),
        );
      },
      unmount: () => charts.forEach((each) => each.destroy()),
    };
  },
};
