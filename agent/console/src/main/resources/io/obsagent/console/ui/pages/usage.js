// SPDX-License-Identifier: Apache-2.0
// Who uses the application, and the work that nobody waits for: users, sessions, logins, pools, jobs.
import { h, put, clip } from '../lib/dom.js';
import { panel, stat, badge, failure } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { seconds, number } from '../lib/format.js';
import { grown, eachGrown } from '../lib/queries.js';

export default {
  async mount(view, app) {
    const common = { onBrush: app.zoom };
    const users = chart({ label: 'Distinct users', unit: 'number', ...common, empty: { title: 'Nobody has been seen yet', hint: 'Users are known by the principals of Spring Security, by logins, by the header that users.header names, by Obs.user(id), and by the attribute user.id of a method.' } });
    const sessions = chart({ label: 'Sessions', unit: 'number', ...common, empty: { title: 'No sessions', hint: 'Those of Tomcat, Jetty and Undertow appear when an application keeps sessions.' } });
    const logins = chart({ label: 'Logins', unit: 'number', stack: true, ...common, empty: { title: 'No login in this time range', hint: 'Logins by Spring Security, by the servlet API and by Jakarta Security are counted.' } });
    const refused = chart({ label: 'Refused requests', unit: 'number', stack: true, ...common, empty: { title: 'No request was refused in this time range' } });
    const queues = chart({ label: 'Tasks that wait', unit: 'number', ...common, empty: { title: 'No pool of threads with a name has worked' } });
    const charts = [users, sessions, logins, refused, queues];
    const pools = table(
      [
        { key: 'pool', label: 'Pool', cell: (row) => clip(row.pool, 80) },
        { key: 'active', label: 'Busy threads', num: true, cell: (row) => number(row.active) },
        { key: 'threads', label: 'Threads', num: true, cell: (row) => number(row.threads) },
        { key: 'max', label: 'At most', num: true, cell: (row) => (row.max > 0 && row.max < 2147483647 ? number(row.max) : '–') },
        { key: 'queued', label: 'Waiting', num: true, cell: (row) => (row.queued > 0 ? badge(number(row.queued), 'warn') : '0') },
        { key: 'scheduled', label: 'Scheduled', num: true, cell: (row) => (row.scheduled == null ? '–' : number(row.scheduled)) },
        { key: 'completed', label: 'Done', num: true, cell: (row) => (row.completed == null ? '–' : number(Math.round(row.completed))) },
        { key: 'rejected', label: 'Rejected', num: true, cell: (row) => (row.rejected > 0.5 ? badge(number(Math.round(row.rejected)), 'bad') : '0') },
      ],
      { caption: 'Pools of threads', sort: ['queued', 'desc'], csv: 'pools.csv', empty: { title: 'No pool of threads has worked', hint: 'Pools appear by the names that the application has given their threads: pool-1-thread-1 is none.' } },
    );
    const jobs = table(
      [
        { key: 'task', label: 'Task', wide: true, cell: (row) => clip(row.task, 100) },
        { key: 'runs', label: 'Runs', num: true, cell: (row) => number(Math.round(row.runs)) },
        { key: 'failed', label: 'Failed', num: true, cell: (row) => (row.failed > 0.5 ? badge(number(Math.round(row.failed)), 'bad') : '0') },
        { key: 'mean', label: 'Mean', num: true, cell: (row) => seconds(row.mean) },
        { key: 'p95', label: 'p95', num: true, cell: (row) => seconds(row.p95) },
      ],
      { caption: 'Scheduled tasks', sort: ['failed', 'desc'], csv: 'tasks.csv', rowClass: (row) => (row.failed > 0.5 ? 'bad' : ''), empty: { title: 'No scheduled task has run in this time', hint: 'Methods with @Scheduled and jobs of Quartz appear by themselves.' } },
    );
    const figures = h('div', { class: 'stats' });
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Usage')),
      figures,
      h('div', { class: 'grid' }, panel('Distinct users', { info: 'today, in 7 days, in 30 days; in UTC' }, users.el), panel('Sessions', { info: 'by application' }, sessions.el)),
      h('div', { class: 'grid' }, panel('Logins', { info: 'per minute, by outcome' }, logins.el), panel('Refused', { info: 'per minute, 401 and 403 by route' }, refused.el)),
      panel('Pools of threads', {}, pools.el, h('h3', {}, 'Tasks that wait'), queues.el),
      panel('Scheduled tasks', {}, jobs.el),
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

    /** Instant values of several queries, joined by a label. */
    async function joined(queries, key, signal) {
      const names = Object.keys(queries);
      const results = await Promise.all(names.map((each) => app.prom.instant(queries[each], signal)));
      const rows = new Map();
      results.forEach((result, i) =>
        result.forEach((each) => {
          const id = each.metric[key] || '';
          const row = rows.get(id) || { [key]: id };
          row[names[i]] = each.value;
          rows.set(id, row);
        }),
      );
      return [...rows.values()];
    }

    async function counted(signal) {
      try {
        const { data } = await app.api.get('/monitoring/users', {}, signal);
        const one = (title, part, before) => stat(title, number(part.users), { note: part.before ? number(part.before) + ' ' + before : '' });
        put(figures, one('Users today', data.day, 'yesterday'), one('In 7 days', data.week, 'in the 7 before'), one('In 30 days', data.month, 'in the 30 before'));
      } catch (e) {
        if (e.name === 'AbortError') {
          throw e;
        }
        put(figures, failure(e));
      }
    }

    return {
      async refresh(signal) {
        const rate = '[' + app.range.rate + ']';
        const span = app.range.seconds + 's';
        await Promise.all([
          counted(signal),
          line(users, 'distinct_users', (m) => m.window, signal),
          line(sessions, 'sum by (application) (http_sessions_active)', (m) => m.application, signal),
          line(logins, '60 * sum by (outcome) (rate(authentication_attempts_total' + rate + '))', (m) => m.outcome, signal),
          line(refused, '60 * sum by (route, reason) (rate(authorization_failures_total' + rate + ')) > 0', (m) => m.reason + ' ' + m.route, signal),
          line(queues, 'thread_pool_queued_tasks', (m) => m.pool, signal),
          joined(
            {
              threads: 'thread_pool_threads',
              active: 'thread_pool_active_threads',
              max: 'thread_pool_max_threads',
              queued: 'thread_pool_queued_tasks',
              scheduled: 'thread_pool_scheduled_tasks',
              completed: eachGrown('thread_pool_completed_tasks_total', span),
              rejected: eachGrown('thread_pool_rejected_tasks_total', span),
            },
            'pool',
            signal,
          ).then((rows) => pools.update(rows)),
          joined(
            {
              runs: grown('scheduled_task_duration_seconds_count', span, 'task') + ' > 0',
              total: grown('scheduled_task_duration_seconds_sum', span, 'task'),
              failed: grown('scheduled_task_duration_seconds_count{outcome!="success"}', span, 'task'),
              p95: 'histogram_quantile(0.95, ' + grown('scheduled_task_duration_seconds_bucket', span, 'le, task') + ')',
            },
            'task',
            signal,
          ).then((rows) => jobs.update(rows.filter((each) => each.runs > 0).map((each) => ({ failed: 0, ...each, mean: each.total / each.runs })))),
        ]);
      },
      unmount: () => charts.forEach((each) => each.destroy()),
    };
  },
};
