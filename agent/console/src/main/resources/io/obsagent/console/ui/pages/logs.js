// SPDX-License-Identifier: Apache-2.0
// The application's log: live, searched, by pattern; and its levels.
import { h, put, clip, announce } from '../lib/dom.js';
import { panel, badge, tabs, empty, failure } from '../lib/panel.js';
import { table } from '../lib/table.js';
import { spark } from '../lib/chart.js';
import { number, time, ago } from '../lib/format.js';
import { act } from '../lib/acts.js';

const TABS = [['lines', 'Lines'], ['patterns', 'Patterns'], ['levels', 'Levels']];
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'OFF'];
const TONE = { ERROR: 'bad', FATAL: 'bad', WARN: 'warn' };
const PART = 150;
const MOST = 500;

export default {
  async mount(view, app) {
    const known = TABS.filter(([id]) => id === 'lines' || (id === 'patterns' ? app.has('/monitoring/logs/patterns') : app.has('/monitoring/loggers')));
    const chosen = () => (known.some(([id]) => id === app.params.get('tab')) ? app.params.get('tab') : 'lines');
    const body = h('div', { class: 'part' });
    let part = null;
    let shown = '';
    view.append(h('div', { class: 'page-head' }, h('h1', {}, 'Logs'), known.length > 1 && tabs('Part of the page', known, chosen(), (tab) => app.params.set({ tab }, { push: true }))), body);
    function open() {
      if (shown !== chosen()) {
        part?.unmount?.();
        shown = chosen();
        view.querySelectorAll('.page-head .tabs button').forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.id === shown)));
        part = { lines, patterns, levels }[shown](put(body), app);
      } else {
        part.onParams?.();
      }
    }
    open();
    return { onParams: open, refresh: (signal) => part.refresh(signal), unmount: () => part.unmount?.() };
  },
};

function lines(view, app) {
  let records = [];
  let stop = null;
  let asked = '';
  let missed = 0;
  let most = PART;
  let fresh = [];
  let frame = 0;
  const set = (key) => (event) => app.params.set({ [key]: event.target.value.trim() || null });
  const filter = () => Object.fromEntries(['q', 'level', 'logger', 'trace', 'correlation'].map((key) => [key, app.params.get(key)]));
  const body = h('tbody');
  const state = h('span', { class: 'muted', role: 'status' });
  const none = h('div');
  const older = h('button', { type: 'button', class: 'more', hidden: true, onclick: () => { most = MOST; asked = ''; app.refresh(); } }, 'Show older lines');
  const tail = h('input', { type: 'checkbox', id: 'log-live', checked: app.params.get('live', 'yes') === 'yes', onchange: (event) => app.params.set({ live: event.target.checked ? null : 'no' }) });
  const scroller = h('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Lines' }, h('table', { class: 'log-lines' }, h('caption', { class: 'visually-hidden' }, 'Lines of the log'), h('thead', {}, h('tr', {}, ['Time', 'Level', 'Logger', 'Message'].map((each) => h('th', { scope: 'col' }, h('span', { class: 'muted head' }, each))))), body));
  view.append(
    panel(
      'Lines',
      { info: 'kept in the process, the newest first' },
      h(
        'div',
        { class: 'row filters' },
        h('input', { type: 'search', 'aria-label': 'Words in the message', placeholder: 'Words in the message', dataset: { filter: '' }, value: app.params.get('q'), onchange: set('q') }),
        h('select', { 'aria-label': 'Least level', onchange: set('level') }, [['', 'any level'], ...LEVELS.slice(0, 5).map((each) => [each.toLowerCase(), each + ' and above'])].map(([value, text]) => h('option', { value, selected: value === app.params.get('level') }, text))),
        h('input', { type: 'search', 'aria-label': 'Logger', placeholder: 'Logger', value: app.params.get('logger'), onchange: set('logger') }),
        h('input', { type: 'search', 'aria-label': 'Trace id', placeholder: 'Trace id', value: app.params.get('trace'), onchange: set('trace') }),
        h('label', { for: 'log-live', class: 'row' }, tail, 'follow'),
        state,
      ),
      scroller,
      none,
      older,
    ),
  );

  /** Lines that have come are put above those that are there, which stay as they are. */
  function prepend() {
    frame = 0;
    body.prepend(...fresh.slice(0, most).map(line));
    records = [...fresh, ...records].slice(0, most);
    fresh = [];
    while (body.children.length > most) {
      body.lastChild.remove();
    }
    scroller.hidden = false;
    put(none);
  }

  function draw() {
    fresh = [];
    put(body, records.map(line));
    scroller.hidden = records.length === 0;
    put(none, records.length === 0 && empty('No line matches', 'Log lines of Logback, Log4j and java.util.logging appear by themselves. Widen the filter, or wait for the next line.'));
  }

  function line(record) {
    if (record.row) {
      return record.row;
    }
    record.row = h(
      'tr',
      { class: TONE[record.severity] || '' },
      h('th', { scope: 'row' }, time(record.time_ms)),
      h('td', {}, badge(record.severity, TONE[record.severity])),
      h('td', { title: clip(record.logger, 500) }, clip(short(record.logger), 48)),
      h('td', { class: 'message' }, h('button', { type: 'button', class: 'link plain-text', 'aria-expanded': 'false', onclick: (event) => toggle(record, event.currentTarget) }, clip(record.message, 600)), record.exception && h('div', { class: 'bad-text' }, clip(record.exception.type + ': ' + (record.exception.message || ''), 300))),
    );
    return record.row;
  }

  function toggle(record, button) {
    const cell = button.closest('td');
    const open = cell.querySelector('.details');
    button.setAttribute('aria-expanded', String(!open));
    if (open) {
      open.remove();
      return;
    }
    const facts = { Time: record.time, Thread: record.thread, Logger: record.logger, Framework: record.framework, 'Correlation id': record.correlation_id, ...(record.attributes || {}) };
    cell.append(
      h(
        'div',
        { class: 'details' },
        h('dl', { class: 'facts' }, Object.entries(facts).filter(([, value]) => value != null && value !== '').slice(0, 60).map(([key, value]) => [h('dt', {}, clip(key, 80)), h('dd', {}, clip(typeof value === 'object' ? JSON.stringify(value) : value, 2000))]), record.trace_id && [h('dt', {}, 'Trace'), h('dd', {}, app.hasPage('traces') ? h('a', { href: app.link('traces', { id: record.trace_id, span: record.span_id }) }, record.trace_id) : record.trace_id)]),
        record.message.length > 600 && h('pre', { class: 'stack', tabindex: '0' }, clip(record.message, 50000)),
        record.exception?.stacktrace && h('pre', { class: 'stack', tabindex: '0' }, clip(record.exception.stacktrace, 50000)),
      ),
    );
  }

  function listen() {
    stop?.();
    stop = null;
    const on = app.range.live && tail.checked && !app.params.get('from');
    if (!on) {
      state.textContent = records.length ? number(records.length) + ' lines' : '';
      return;
    }
    stop = app.api.stream(
      '/monitoring/logs/stream',
      filter(),
      (data, type) => {
        if (type === 'omitted') {
          missed += Number(data) || 0;
        } else {
          fresh.unshift(data);
          frame ||= requestAnimationFrame(prepend);
        }
        state.textContent = 'live' + (missed ? ', ' + number(missed) + ' lines came too fast' : '');
      },
      ['log', 'omitted'],
      (now) => (state.textContent = now === 'open' ? 'live' : now === 'paused' ? 'paused' : 'waiting for the agent'),
    );
  }

  return {
    async refresh(signal) {
      const range = app.range.live ? { since: app.range.text } : { from: new Date(app.range.from).toISOString(), to: new Date(app.range.to).toISOString() };
      const key = JSON.stringify([filter(), tail.checked, app.range.live ? app.range.text : range]);
      if (key === asked && stop) {
        return; // the stream brings what is new
      }
      tail.checked = app.params.get('live', 'yes') === 'yes';
      try {
        const answer = await app.api.get('/monitoring/logs', { ...filter(), ...range, limit: most }, signal);
        asked = key;
        records = answer.records;
        older.hidden = most === MOST || records.length < most;
        draw();
        listen();
        announce(records.length + ' lines');
      } catch (e) {
        if (e.name === 'AbortError') {
          throw e;
        }
        put(none, failure(e));
      }
    },
    unmount: () => {
      stop?.();
      cancelAnimationFrame(frame);
    },
  };
}

/** The class, and its packages by their first letters. */
function short(logger) {
  const parts = String(logger).split('.');
  return parts.map((each, i) => (i < parts.length - 1 ? each.slice(0, 1) : each)).join('.');
}

function patterns(view, app) {
  const list = table(
    [
      { key: 'template', label: 'Pattern', wide: true, cell: (row) => [h('a', { href: app.link('logs', { q: words(row.template), logger: row.logger }) }, clip(row.template, 240)), h('div', { class: 'muted' }, clip(row.logger, 120))] },
      { key: 'severity', label: 'Level', cell: (row) => badge(row.severity, TONE[row.severity]) },
      { key: 'count', label: 'Lines', num: true, cell: (row) => number(row.count) },
      { key: 'trend', label: 'Trend', value: (row) => row.trend?.at(-1) || 0, cell: (row) => spark(row.trend || [], 'trend of the pattern') },
      { key: 'first', label: 'First', num: true, value: (row) => Date.parse(row.first_seen), cell: (row) => ago(Date.parse(row.first_seen)) },
      { key: 'last', label: 'Last', num: true, value: (row) => Date.parse(row.last_seen), cell: (row) => ago(Date.parse(row.last_seen)) },
    ],
    { caption: 'Patterns of lines', sort: ['count', 'desc'], filter: 'Filter patterns', csv: 'patterns.csv', rowClass: (row) => TONE[row.severity] || '', empty: { title: 'No pattern yet', hint: 'Lines that differ only in values are one pattern; wait for some.' } },
  );
  view.append(panel('Patterns', { info: 'lines that differ only in their values' }, list.el));
  return {
    async refresh(signal) {
      list.update((await app.api.get('/monitoring/logs/patterns', { range: app.range.text }, signal)).patterns);
    },
  };
}

/** The longest stretch of a template without a value. */
const words = (template) => String(template).split(/<[^>]*>|\*/).map((each) => each.trim()).sort((a, b) => b.length - a.length)[0] || '';

function levels(view, app) {
  const last = h('select', { 'aria-label': 'For how long' }, [['10m', 'for 10 min'], ['1h', 'for 1 h'], ['', 'until the next start']].map(([value, text]) => h('option', { value }, text)));
  const list = table(
    [
      { key: 'name', label: 'Logger', wide: true, cell: (row) => clip(row.name || 'ROOT', 140) },
      { key: 'framework', label: 'Framework' },
      { key: 'effective', label: 'Level', cell: (row) => [badge(row.effective, row.level ? 'accent' : ''), row.until && h('span', { class: 'muted' }, ' until ' + time(Date.parse(row.until)))] },
      { key: 'act', label: 'Set to', plain: true, cell: (row) => h('div', { class: 'row' }, ['DEBUG', 'INFO', 'WARN', 'ERROR'].map((level) => act(app, level, () => change(row, level), { class: row.effective === level ? 'pressed' : '' })), row.level && act(app, 'Back', () => change(row, null), { title: 'To what it was' })) },
    ],
    { caption: 'Loggers', sort: ['name', 'asc'], filter: 'Filter loggers', empty: { title: 'No logger is known yet', hint: 'A logging framework has to be used first.' } },
  );
  async function change(row, level) {
    await app.api.post('/monitoring/loggers/' + encodeURIComponent(row.name || 'ROOT'), { level, ...(level && last.value ? { for: last.value } : {}) });
    app.refresh();
    return (row.name || 'ROOT') + (level ? ' logs from ' + level + ' on' : ' logs as before');
  }
  view.append(panel('Levels', { info: 'of loggers, changed while the application runs', actions: [last] }, list.el));
  return {
    async refresh(signal) {
      list.update((await app.api.get('/monitoring/loggers', {}, signal)).loggers);
    },
  };
}
