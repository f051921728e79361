// SPDX-License-Identifier: Apache-2.0
// An editor of PromQL that completes metrics, labels, their values and functions.
import { h, put, clip } from './dom.js';
import { api, quoted } from './api.js';

const MAX = 40;
const FUNCTIONS = {
  'sum by () ()': 'add up, by labels', 'avg by () ()': 'mean', 'max by () ()': 'largest', 'min by () ()': 'smallest', 'count by () ()': 'how many',
  'topk(5, )': 'the largest', 'bottomk(5, )': 'the smallest', 'quantile(0.95, )': 'quantile of series', 'group by () ()': 'which there are', 'count_values("value", )': 'how many of each value', 'stddev by () ()': 'deviation',
  'rate([5m])': 'per second', 'increase([5m])': 'how much more', 'irate([5m])': 'per second, of the last two', 'delta([5m])': 'difference of a gauge', 'deriv([5m])': 'slope of a gauge', 'resets([1h])': 'how often it began anew', 'changes([1h])': 'how often it changed',
  'histogram_quantile(0.95, sum by (le) (rate([5m])))': 'percentile of a histogram', 'histogram_fraction(0, 0.1, )': 'share within bounds',
  'avg_over_time([5m])': 'mean', 'max_over_time([5m])': 'largest', 'min_over_time([5m])': 'smallest', 'sum_over_time([5m])': 'sum', 'count_over_time([5m])': 'how many', 'last_over_time([5m])': 'the last', 'quantile_over_time(0.95, [5m])': 'quantile', 'stddev_over_time([5m])': 'deviation', 'present_over_time([5m])': '1 if there', 'absent_over_time([5m])': '1 if not there',
  'predict_linear([1h], 3600)': 'where the line leads', 'label_replace(, "to", "$1", "from", "(.*)")': 'make a label', 'label_join(, "to", ",", "a", "b")': 'join labels',
  'absent()': '1 if nothing', 'abs()': '', 'ceil()': '', 'floor()': '', 'round()': '', 'clamp(, 0, 1)': 'within bounds', 'clamp_max(, 1)': '', 'clamp_min(, 0)': '', 'sqrt()': '', 'ln()': '', 'log2()': '', 'log10()': '', 'exp()': '', 'sgn()': '', 'sort()': '', 'sort_desc()': '', 'scalar()': '', 'vector()': '', 'time()': 'now, in seconds', 'timestamp()': 'of the sample', 'hour()': 'of the day', 'day_of_week()': '0 is Sunday', 'minute()': '', 'month()': '', 'year()': '',
};

/** `{el, input, value}`; `onRun(query)` when asked to run. */
export function editor(initial, onRun) {
  const list = h('ul', { class: 'suggest', id: 'suggest', role: 'listbox', 'aria-label': 'Completions', hidden: true });
  const input = h('textarea', {
    rows: 1, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off',
    'aria-label': 'Query in PromQL', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'suggest', 'aria-autocomplete': 'list',
    placeholder: 'A query in PromQL, such as sum by (route) (rate(http_requests_total[1m]))',
  });
  input.value = initial;
  let found = [];
  let chosen = -1;
  let names = null;
  let help = {};
  let asked = 0;
  const cache = new Map();

  const fetchList = (path, params) => {
    const key = path + JSON.stringify(params || {});
    if (!cache.has(key)) {
      cache.set(key, api.get(path, params).then((answer) => answer.data, () => []));
    }
    return cache.get(key);
  };

  async function candidates() {
    const before = input.value.slice(0, input.selectionStart);
    const value = before.match(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*"([^"]*)$/);
    const selector = before.match(/([a-zA-Z_:][\w:]*)\s*\{[^{}]*$/);
    const match = selector ? { 'match[]': selector[1] } : { };
    if (value) {
      const values = await fetchList('/api/v1/label/' + value[1] + '/values', match);
      return pick(values.map((each) => ({ text: quoted(each).slice(1, -1), note: 'value' })), value[2]);
    }
    const word = (before.match(/[a-zA-Z_:][\w:]*$/) || [''])[0];
    const within = /\{[^{}"]*$/.test(before.replace(/"[^"]*"/g, '')) || /\b(by|without|on|ignoring|group_left|group_right)\s*\([^()]*$/.test(before);
    if (within) {
      const labels = await fetchList('/api/v1/labels', match);
      const matcher = /\{[^{}]*$/.test(before.replace(/"[^"]*"/g, ''));
      return pick(labels.filter((each) => each !== '__name__').map((each) => ({ text: each + (matcher ? '=""' : ''), label: each, back: matcher ? 1 : 0, note: 'label' })), word);
    }
    if (!word) {
      return [];
    }
    if (!names) {
      [names, help] = await Promise.all([fetchList('/api/v1/label/__name__/values'), fetchList('/api/v1/metadata')]);
    }
    const metrics = names.map((each) => ({ text: each, note: told(each) }));
    const functions = Object.entries(FUNCTIONS).map(([text, note]) => ({ text, label: text.split('(')[0].trim(), back: text.length - caret(text), note: 'function' + (note ? ', ' + note : '') }));
    return pick([...functions, ...metrics], word);
  }

  function told(metric) {
    const family = [metric, metric.replace(/_(bucket|sum|count|total)$/, '')].map((each) => help[each]?.[0]).find(Boolean);
    return family ? family.type + ': ' + family.help : '';
  }

  /** Where to go on writing within a function: the first empty place. */
  function caret(text) {
    const places = ['by ()', '([', '(,', ', )', ', [', '()'].map((each) => [text.indexOf(each), each]).filter(([i]) => i >= 0).sort((a, b) => a[0] - b[0]);
    return places.length ? places[0][0] + (places[0][1] === 'by ()' ? 4 : places[0][1].startsWith(',') ? 2 : 1) : text.length;
  }

  function pick(all, word) {
    const wanted = word.toLowerCase();
    return all
      .map((each) => ({ ...each, word, score: (each.label || each.text).toLowerCase().indexOf(wanted) }))
      .filter((each) => each.score >= 0 && (each.label || each.text) !== word)
      .sort((a, b) => (a.score > 0) - (b.score > 0) || (a.label || a.text).length - (b.label || b.text).length)
      .slice(0, MAX);
  }

  async function suggest() {
    const mine = ++asked;
    const list = await candidates();
    if (mine === asked && document.activeElement === input) {
      found = list;
      chosen = list.length ? 0 : -1;
      draw();
    }
  }

  function draw() {
    list.hidden = !found.length;
    input.setAttribute('aria-expanded', String(found.length > 0));
    input.setAttribute('aria-activedescendant', chosen >= 0 ? 'suggest-' + chosen : '');
    put(list, found.map((each, i) => h('li', { role: 'option', id: 'suggest-' + i, 'aria-selected': String(i === chosen), onmousedown: (event) => { event.preventDefault(); take(each); } }, h('code', {}, clip(each.label || each.text, 80)), h('span', {}, clip(each.note, 120)))));
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  function close() {
    asked++;
    found = [];
    draw();
  }

  function take(each) {
    const end = input.selectionStart;
    const start = end - each.word.length;
    const rest = input.value.slice(end);
    input.value = input.value.slice(0, start) + each.text + rest;
    const at = start + each.text.length - (each.back || 0);
    input.setSelectionRange(at, at);
    close();
    grow();
    input.focus();
    if (each.back) {
      suggest();
    }
  }

  function grow() {
    input.style.height = 'auto';
    input.style.height = Math.min(240, input.scrollHeight + 2) + 'px';
  }

  input.addEventListener('input', () => { grow(); suggest(); });
  input.addEventListener('blur', () => setTimeout(close, 150));
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (found.length && step) {
      event.preventDefault();
      chosen = (chosen + step + found.length) % found.length;
      draw();
    } else if (found.length && (event.key === 'Tab' || (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && found[chosen]?.word))) {
      event.preventDefault();
      take(found[chosen]);
    } else if (found.length && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      close();
      onRun(input.value.trim());
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      suggest();
    }
  });
  requestAnimationFrame(grow);
  return {
    el: h('div', { class: 'editor' }, input, list),
    input,
    set(text) {
      input.value = text;
      grow();
    },
  };
}
