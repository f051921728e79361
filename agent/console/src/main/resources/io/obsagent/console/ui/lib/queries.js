// SPDX-License-Identifier: Apache-2.0
// PromQL that several pages ask.

const DURATION = 'http_request_duration_seconds';

const of = (matchers) => (matchers ? '{' + matchers + '}' : '');
const by = (labels) => (labels ? ' by (' + labels + ') ' : '');

/** Requests a second. */
export const requests = (window, matchers = '', labels = '') =>
  'sum' + by(labels) + '(rate(' + DURATION + '_count' + of(matchers) + '[' + window + ']))';

/**
 * What a counter has grown by in a window. Of a series that is younger than the window it is all that it has: its
 * first sample is growth too, which increase() does not see.
 */
export function grown(metric, window, labels = '') {
  return 'sum' + by(labels) + '(' + eachGrown(metric, window) + ')';
}

/** The same for each series. */
export const eachGrown = (metric, window) => '((' + metric + ' unless ' + metric + ' offset ' + window + ') or increase(' + metric + '[' + window + ']))';

/** Of requests: how many, or how long they took. */
export const grownRequests = (what, window, matchers = '', labels = '') => grown(DURATION + '_' + what + of(matchers), window, labels);

/** A quantile of the time that requests took within a window, in seconds; also of a single one. */
export const quantileGrown = (q, window, matchers = '', labels = '') =>
  'histogram_quantile(' + q + ', ' + grownRequests('bucket', window, matchers, 'le' + (labels ? ', ' + labels : '')) + ')';

/** The share of them that failed by our fault. */
export function errorsGrown(window, matchers = '', labels = '') {
  const all = grownRequests('count', window, matchers, labels);
  return '(' + grownRequests('count', window, [matchers, 'status_code=~"5.."'].filter(Boolean).join(','), labels) + ' or ' + all + ' * 0) / ' + all;
}

/** A quantile of the time that requests took, in seconds. */
export const quantile = (q, window, matchers = '', labels = '') =>
  'histogram_quantile(' + q + ', sum by (le' + (labels ? ', ' + labels : '') + ') (rate(' + DURATION + '_bucket' + of(matchers) + '[' + window + '])))';

/** Share of requests that failed by our fault, 0 to 1; 0 where there is no failure, nothing where there is no request. */
export function errors(window, matchers = '', labels = '') {
  const failed = [matchers, 'status_code=~"5.."'].filter(Boolean).join(',');
  const all = requests(window, matchers, labels);
  return '(' + requests(window, failed, labels) + ' or ' + all + ' * 0) / ' + all;
}

/** Status codes by their first digit. */
export const byClass = (window, matchers = '') =>
  'sum by (class) (label_replace(rate(' + DURATION + '_count' + of(matchers) + '[' + window + ']), "class", "${1}xx", "status_code", "(.).*"))';

const CLASS_COLOURS = { '1xx': '--s8', '2xx': '--s1', '3xx': '--s6', '4xx': '--s2', '5xx': '--bad' };

/** The answer of byClass as series of a chart. */
export const classSeries = ({ times, series }) => ({
  times,
  series: series
    .map((each) => ({ label: each.metric.class || 'other', values: each.values, colour: CLASS_COLOURS[each.metric.class] || '--s8' }))
    .sort((a, b) => (a.label < b.label ? -1 : 1)),
});

/** p50, p95 and p99 over time, for a chart. */
export async function percentiles(prom, range, matchers, signal) {
  const names = ['p50', 'p95', 'p99'];
  const answers = await Promise.all(
    [0.5, 0.95, 0.99].map((q) => prom.range(quantile(q, range.rate, matchers), range, signal)),
  );
  return {
    times: answers[0].times,
    series: answers.flatMap(({ series }, i) => series.map((each) => ({ label: names[i], values: each.values, colour: ['--s1', '--s2', '--s4'][i] }))),
  };
}

/** Rows of several instant queries, joined by some labels: `{key, labels, a: 1, b: 2}`. */
export async function joined(prom, queries, labels, signal, params) {
  const answers = await Promise.all(Object.values(queries).map((query) => prom.instant(query, signal, params)));
  const rows = new Map();
  Object.keys(queries).forEach((name, i) => {
    for (const { metric, value } of answers[i]) {
      const key = labels.map((label) => metric[label] ?? '').join('\u0000');
      if (!rows.has(key)) {
        rows.set(key, { key, ...Object.fromEntries(labels.map((label) => [label, metric[label] ?? ''])) });
      }
      rows.get(key)[name] = value;
    }
  });
  return [...rows.values()];
}
