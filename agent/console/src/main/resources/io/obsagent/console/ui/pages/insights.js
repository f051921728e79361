// SPDX-License-Identifier: Apache-2.0
// What the figures of a time say: what to look at, where the time goes, and what will run out.
import { h, put, name } from '../lib/dom.js';
import { panel, badge, empty } from '../lib/panel.js';
import { table } from '../lib/table.js';
import { number, percent, seconds, millis, bytes } from '../lib/format.js';
import { KIND_NAMES } from '../lib/traces.js';

const WORDS = { http_call: 'HTTP call', ai: 'AI', redis: 'Redis' };
const word = (kind) => WORDS[kind] || kind;

/** Of a finding, which begins with the kind of work. */
const PAGES = { request: 'routes', database: 'databases', redis: 'databases', ai: 'ai', http_call: 'map', task: 'usage' };
const UNITS = { disk: bytes, heap: bytes, memory: (value) => percent(value / 100) };
const SOON = 24 * 3600;
const SHORTEST = 60;
const LONGEST = 7 * 24 * 3600;

export default {
  async mount(view, app) {
    const findings = h('div');
    const work = table(
      [
        { key: 'name', label: 'What', wide: true, cell: (row) => linked(app, row.kind, row.name) },
        { key: 'kind', label: 'Kind', narrow: true, text: (row) => word(row.kind), cell: (row) => badge(word(row.kind)) },
        { key: 'total_seconds', label: 'Time in all', num: true, cell: (row) => [seconds(row.total_seconds), h('span', { class: 'meter', style: { width: 100 * row.share + '%' } })] },
        { key: 'calls', label: 'Calls', num: true, text: (row) => number(row.calls) },
        { key: 'mean_seconds', label: 'Mean', num: true, text: (row) => seconds(row.mean_seconds ?? NaN) },
        { key: 'mean_seconds_before', label: 'before', num: true, text: (row) => seconds(row.mean_seconds_before ?? NaN) },
        { key: 'p95_seconds', label: 'p95', num: true, text: (row) => seconds(row.p95_seconds ?? NaN) },
        { key: 'error_ratio', label: 'Errors', num: true, cell: (row) => h('span', { class: row.error_ratio >= 0.05 ? 'worse' : '' }, percent(row.error_ratio ?? NaN)) },
      ],
      { caption: 'Where the time goes', sort: ['total_seconds', 'desc'], csv: 'work.csv', empty: { title: 'Nothing was done in this time', hint: 'Requests, statements, calls and tasks appear with the first of them.' } },
    );
    const own = table(
      [
        { key: 'name', label: 'Operation', wide: true, cell: (row) => name(row.name, 120) },
        { key: 'kind', label: 'Kind', narrow: true, text: (row) => KIND_NAMES[row.kind] || row.kind, cell: (row) => badge(KIND_NAMES[row.kind] || row.kind) },
        { key: 'share', label: 'Own time', num: true, help: 'of all time of all operations', text: (row) => percent(row.share), cell: (row) => [percent(row.share), h('span', { class: 'meter', style: { width: 100 * row.share + '%' } })] },
        { key: 'slow_share', label: 'Of the slowest', num: true, help: 'of the time of the slowest twentieth of each route', text: (row) => percent(row.slow_share) },
        { key: 'calls', label: 'Calls', num: true, text: (row) => number(row.calls) },
        { key: 'mean_self_ms', label: 'Own time a call', num: true, text: (row) => millis(row.mean_self_ms) },
      ],
      { caption: 'Operations by their own time', sort: ['share', 'desc'], csv: 'operations.csv', part: 12, empty: { title: 'No trace in this time', hint: 'It is made of the traces that are kept; choose a longer range.' } },
    );
    const forecasts = table(
      [
        { key: 'resource', label: 'What', text: (row) => row.resource + (row.of ? ' ' + row.of : ''), cell: (row) => name(row.resource + (row.of ? ' ' + row.of : ''), 100) },
        { key: 'now', label: 'Now', num: true, text: (row) => amount(row, row.now) },
        { key: 'predicted', label: 'After as long again', num: true, text: (row) => amount(row, row.predicted) },
        { key: 'limit', label: 'Limit', num: true, text: (row) => amount(row, row.limit) },
        { key: 'seconds_to_limit', label: 'Reached in', num: true, value: (row) => row.seconds_to_limit ?? Infinity, cell: (row) => (row.seconds_to_limit == null ? '–' : h('span', { class: row.seconds_to_limit < SOON ? 'worse' : '' }, seconds(row.seconds_to_limit))) },
      ],
      { caption: 'What will run out', sort: ['seconds_to_limit', 'asc'], csv: 'forecasts.csv', empty: { title: 'Too early to say', hint: 'A line is drawn once half of the time range has been seen; choose a shorter one.' } },
    );
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Insights')),
      panel('What to look at', { info: 'failures, what became slower, what is asked too often' }, findings),
      panel('Where the time goes', { info: 'of all work; a request’s time is that of all that it waits for' }, work.el),
      app.has('/monitoring/traces') && panel('Operations by their own time', { info: 'without what they wait for; and how much of the slowest 5 % of the requests of each route they are' }, own.el),
      panel('What will run out', { info: 'a straight line through the time range, and as long again' }, forecasts.el),
    );
    return {
      async refresh(signal) {
        const range = Math.min(LONGEST, Math.max(SHORTEST, Math.round(app.range.seconds))) + 's';
        const [{ data }, later, traces] = await Promise.all([app.api.get('/monitoring/analytics', { range }, signal), app.api.get('/monitoring/analytics/predictions', { range }, signal), app.has('/monitoring/traces') ? app.api.get('/monitoring/traces/operations', { range }, signal) : { operations: [] }]);
        const most = Math.max(...data.work.map((each) => each.total_seconds), 1e-9);
        work.update(data.work.map((each) => ({ ...each, share: each.total_seconds / most })));
        own.update(traces.operations);
        forecasts.update(later.data.predictions);
        put(
          findings,
          data.recommendations.length
            ? h('ul', { class: 'lines' }, data.recommendations.map((each) => finding(app, each)))
            : empty('Nothing stands out', 'No work fails in more than 5 of 100 calls, takes half as long again as before, or is asked more than ten times a request.'),
        );
      },
    };
  },
};

const amount = (row, value) => (value == null ? '–' : (UNITS[row.resource] || number)(value));

function linked(app, kind, subject) {
  const page = PAGES[kind];
  if (!page || !app.hasPage(page)) {
    return name(subject, 120);
  }
  const [method, route] = subject.split(' ');
  return h('a', { href: kind === 'request' && route ? app.link(page, { route, method }) : app.link(page) }, name(subject, 120));
}

/** An address of the API in an advice becomes a link to the page that shows the same. */
function finding(app, { subject, finding: seen, advice }) {
  const [kind] = subject.split(' ', 1);
  const what = subject.slice(kind.length + 1);
  const [said, address] = advice.split(/: (?=\/monitoring\/traces)/);
  const route = kind === 'request' ? what.slice(what.indexOf(' ') + 1) : null;
  const traces = address && app.hasPage('traces') && h('a', { href: app.link('traces', { status: 'error', route }) }, 'failed traces');
  return h('li', {}, badge(word(kind), 'warn'), h('span', { class: 'grow' }, h('strong', {}, linked(app, kind, what)), ' ', seen, h('div', { class: 'muted' }, traces ? [said + ': ', traces] : advice)));
}
