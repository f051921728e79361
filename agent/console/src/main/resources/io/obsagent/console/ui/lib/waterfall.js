// SPDX-License-Identifier: Apache-2.0
// The spans of a trace over time, with the path that decided how long it took.
import { h, put, name, clip } from './dom.js';
import { millis } from './format.js';
import { badge, dialog } from './panel.js';
import { MEANING } from './chart.js';
import { KIND_NAMES } from './traces.js';
import { conversation } from './chat.js';

/** Of attributes: shown in a way of their own. */
const APART = new Set(['db.query.text', 'gen_ai.system_instructions', 'gen_ai.input.messages', 'gen_ai.output.messages']);

const MAX_ROWS = 600;
const TICKS = 5;

/** Spans as rows: parents before children, by start; `depth`, `children`. */
export function tree(spans) {
  const byId = new Map(spans.map((span) => [span.span_id, { span, children: [], depth: 0 }]));
  const roots = [];
  for (const node of byId.values()) {
    const parent = byId.get(node.span.parent_span_id);
    (parent && parent !== node ? parent.children : roots).push(node);
  }
  const rows = [];
  const visit = (nodes, depth) => {
    for (const node of nodes.sort((a, b) => a.span.start_ms - b.span.start_ms)) {
      node.depth = depth;
      rows.push(node);
      visit(node.children, depth + 1);
    }
  };
  visit(roots, 0);
  return rows;
}

const textOf = (span) => span.tags?.['db.query.text'] || span.tags?.['db.statement'] || span.tags?.['url.full'] || span.tags?.['url.path'] || '';
const exceptionOf = (span) => (span.logs || []).find((log) => log.fields?.['exception.type'] || log.message === 'exception');

/** `onSelect(span)`; `selected`: a span id to open. */
export function waterfall(trace, { selected, onSelect }) {
  const rows = tree(trace.spans);
  const start = Math.min(trace.start_ms, ...rows.map(({ span }) => span.start_ms));
  const total = Math.max(trace.duration_ms, ...rows.map(({ span }) => span.end_ms - start)) || 1;
  const at = (time) => (100 * (time - start)) / total + '%';
  const wide = (duration) => (100 * duration) / total + '%';
  const critical = new Map();
  for (const part of trace.critical_path || []) {
    critical.set(part.span_id, [...(critical.get(part.span_id) || []), part]);
  }
  const closed = new Set();
  let onlyCritical = false;
  let current = selected || null;
  const body = h('div', { class: 'wf-body', role: 'tree', 'aria-label': 'Spans of the trace' });
  const head = h(
    'div',
    { class: 'wf-row wf-head', 'aria-hidden': 'true' },
    h('div', { class: 'wf-name' }, trace.spans.length + ' spans'),
    h('div', { class: 'wf-time' }, Array.from({ length: TICKS }, (_, i) => h('span', { style: { left: (100 * i) / TICKS + '%' } }, millis((total * i) / TICKS)))),
  );
  const toggle = h('label', { class: 'muted' }, h('input', { type: 'checkbox', onchange: (event) => { onlyCritical = event.target.checked; draw(); } }), 'critical path only');
  const element = h('div', { class: 'wf' }, head, body);

  function visible() {
    const shown = [];
    let hiddenBelow = Infinity;
    for (const node of rows) {
      if (node.depth > hiddenBelow) {
        continue;
      }
      hiddenBelow = closed.has(node.span.span_id) ? node.depth : Infinity;
      if (!onlyCritical || critical.has(node.span.span_id)) {
        shown.push(node);
      }
    }
    return shown;
  }

  function draw() {
    const shown = visible();
    put(body, shown.slice(0, MAX_ROWS).map(row), shown.length > MAX_ROWS && h('p', { class: 'state' }, 'and ' + (shown.length - MAX_ROWS) + ' more spans: close some branches to see them'));
  }

  function row(node) {
    const { span, depth, children } = node;
    const failed = span.status === 'error';
    const log = exceptionOf(span);
    const open = !closed.has(span.span_id);
    const item = h(
      'div',
      {
        class: 'wf-row' + (failed ? ' failed' : '') + (span.span_id === current ? ' current' : ''),
        role: 'treeitem',
        tabindex: span.span_id === current || (!current && node === rows[0]) ? '0' : '-1',
        'aria-level': depth + 1,
        'aria-expanded': children.length ? String(open) : null,
        'aria-selected': String(span.span_id === current),
        'aria-label': clip(span.operation_name, 120) + ', ' + (KIND_NAMES[span.category] || span.kind || '') + ', ' + millis(span.duration_ms) + (failed ? ', failed' : ''),
        dataset: { span: span.span_id },
      },
      h(
        'div',
        { class: 'wf-name', style: { 'padding-left': 8 + Math.min(depth, 14) * 12 + 'px' } },
        h('span', { class: 'wf-twist', 'aria-hidden': 'true' }, children.length ? (open ? '▾' : '▸') : ''),
        failed && h('span', { class: 'wf-failed', 'aria-hidden': 'true' }, '!'),
        name(span.operation_name, 80),
        h('span', { class: 'muted wf-text' }, clip(textOf(span), 80)),
      ),
      h(
        'div',
        { class: 'wf-time' },
        h('span', { class: 'wf-bar', style: { left: at(span.start_ms), width: wide(span.duration_ms), '--c': 'var(' + (MEANING[span.category] || '--s8') + ')' } }),
        (critical.get(span.span_id) || []).map((part) => h('span', { class: 'wf-critical', style: { left: at(part.start_ms), width: wide(part.end_ms - part.start_ms) } })),
        (span.logs || []).slice(0, 20).map((each) => h('span', { class: 'wf-mark' + (each === log ? ' bad' : ''), style: { left: at(each.time_ms ?? Date.parse(each.time)) } })),
        h('span', { class: 'wf-duration', style: { left: at(span.start_ms + span.duration_ms) } }, millis(span.duration_ms)),
      ),
    );
    item.addEventListener('click', (event) => {
      if (event.target.closest('.wf-twist') && children.length) {
        twist(span.span_id, !open);
      } else {
        select(span, true);
      }
    });
    return item;
  }

  function twist(id, open) {
    open ? closed.delete(id) : closed.add(id);
    draw();
    focus(id);
  }

  const focus = (id) => body.querySelector('[data-span="' + CSS.escape(id) + '"]')?.focus();

  function select(span, tell) {
    current = span.span_id;
    draw();
    focus(current);
    if (tell) {
      onSelect(span);
    }
  }

  body.addEventListener('keydown', (event) => {
    const id = event.target.dataset?.span;
    const shown = visible();
    const i = shown.findIndex(({ span }) => span.span_id === id);
    if (i < 0) {
      return;
    }
    const moves = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: shown.length - 1 };
    if (event.key in moves) {
      event.preventDefault();
      const next = shown[Math.min(Math.max(moves[event.key], 0), shown.length - 1)];
      body.querySelectorAll('[tabindex="0"]').forEach((each) => each.setAttribute('tabindex', '-1'));
      const target = body.querySelector('[data-span="' + CSS.escape(next.span.span_id) + '"]');
      target?.setAttribute('tabindex', '0');
      target?.focus();
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      event.preventDefault();
      twist(id, event.key === 'ArrowRight');
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      select(shown[i].span, true);
    }
  });

  draw();
  return { el: element, toggle, select: (id) => { const node = rows.find(({ span }) => span.span_id === id); if (node) { select(node.span, true); } } };
}

/** All that a span tells: SQL and exceptions first. */
export function spanDetail(span) {
  const tags = Object.entries(span.tags || {}).filter(([key]) => !APART.has(key));
  const sql = span.tags?.['db.query.text'] || span.tags?.['db.statement'];
  const logs = span.logs || [];
  return h(
    'div',
    { class: 'span-detail' },
    h(
      'div',
      { class: 'span-facts' },
      badge(KIND_NAMES[span.category] || span.category || span.kind, ''),
      span.status === 'error' && badge('failed', 'bad'),
      h('span', {}, millis(span.duration_ms)),
      span.self_ms != null && h('span', { class: 'muted' }, 'of it ' + millis(span.self_ms) + ' its own'),
      span.kind && h('span', { class: 'muted' }, span.kind + (span.type ? ', ' + span.type : '')),
    ),
    span.status_description && h('p', { class: 'worse' }, clip(span.status_description, 2000)),
    sql && h('pre', { class: 'code' }, clip(sql, 10000)),
    conversation(span.tags || {}),
    logs.map((log) => logOf(log)),
    h('dl', { class: 'facts' }, tags.map(([key, value]) => [h('dt', {}, clip(key, 100)), h('dd', {}, longText(String(value)))]), h('dt', {}, 'span id'), h('dd', {}, h('code', {}, span.span_id))),
  );
}

function logOf(log) {
  const fields = Object.entries(log.fields || {});
  const type = log.fields?.['exception.type'];
  const stack = log.fields?.['exception.stacktrace'];
  return h(
    'details',
    { class: 'log' + (type ? ' bad' : ''), open: Boolean(type) },
    h('summary', {}, type ? clip(type + ': ' + (log.fields['exception.message'] || ''), 400) : clip(log.message || 'event', 400)),
    stack && h('pre', { class: 'code' }, clip(stack, 20000)),
    h('dl', { class: 'facts' }, fields.filter(([key]) => !key.startsWith('exception.')).map(([key, value]) => [h('dt', {}, clip(key, 100)), h('dd', {}, longText(String(value)))])),
  );
}

function longText(text) {
  return text.length <= 400
    ? text
    : [clip(text, 400), ' ', h('button', { type: 'button', class: 'quiet', onclick: () => dialog('All of it', h('pre', { class: 'code' }, clip(text, 100000))) }, 'all ' + text.length + ' characters')];
}
