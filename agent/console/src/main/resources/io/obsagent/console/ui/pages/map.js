// SPDX-License-Identifier: Apache-2.0
import { h, s, put, clip, name } from '../lib/dom.js';
import { panel, empty, failure, loading } from '../lib/panel.js';
import { table } from '../lib/table.js';
import { rate, millis, percent, number } from '../lib/format.js';
import { MEANING } from '../lib/chart.js';
import { answerOf } from '../lib/traces.js';

const WIDTH = 208;
const HEIGHT = 48;
const GAP_X = 230;
const GAP_Y = 28;
const MAX_NODES = 120;

/** What is narrower shows one part below the other. */
const NARROW = 560;
const INDENT = 32;
const BELOW = 26;
const KINDS = { service: 'service', db: 'database', redis: 'Redis', http: 'HTTP service', ai: 'AI model', messaging: 'messaging', client: 'callers', tcp: 'connections only' };
const FAILING = 0.01;

export default {
  async mount(view, app) {
    const drawing = h('div', { class: 'map' }, loading());
    let chosen = app.params.get('node');
    const names = new Map();
    const of = (id) => names.get(id) || id;
    const failed = (row) => (row.calls > 0 ? row.errors / row.calls : NaN);
    const edges = table(
      [
        { key: 'from', label: 'From', text: (row) => of(row.from), cell: (row) => name(of(row.from), 80) },
        { key: 'to', label: 'To', text: (row) => of(row.to), cell: (row) => name(of(row.to), 80) },
        { key: 'rate', label: 'Rate', num: true, text: (row) => rate(row.rate) },
        { key: 'calls', label: 'Calls', num: true, text: (row) => number(row.calls) },
        { key: 'errors', label: 'Failed', num: true, value: failed, cell: (row) => h('span', { class: failed(row) > FAILING ? 'worse' : '' }, percent(failed(row))) },
        { key: 'connections', label: 'Connections', num: true, help: 'opened, where instrumentation.jdk-sockets.enabled counts them', value: (row) => row.connections ?? NaN, text: (row) => number(row.connections ?? NaN) },
        { key: 'p95_ms', label: 'p95', num: true, text: (row) => millis(row.p95_ms) },
      ],
      { caption: 'Calls between the parts', sort: ['rate', 'desc'], csv: 'map.csv', empty: { title: 'No calls in this time range', hint: 'The map grows with the calls that the service takes and makes.' } },
    );
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Map')),
      panel('', { info: 'click a part to see only its calls' }, drawing),
      panel('Calls', {}, edges.el),
    );
    let data = null;
    const narrow = () => drawing.clientWidth < NARROW;
    let drawnNarrow = false;
    const resized = new ResizeObserver(() => data && drawnNarrow !== narrow() && draw());
    resized.observe(drawing);

    function choose(id) {
      chosen = chosen === id ? '' : id;
      app.params.set({ node: chosen || null }, { quiet: true });
      draw();
    }

    function draw() {
      drawnNarrow = narrow();
      names.clear();
      data.nodes.forEach((node) => names.set(node.id, node.label));
      const shown = chosen ? data.edges.filter((edge) => edge.from === chosen || edge.to === chosen) : data.edges;
      edges.update(shown);
      put(drawing, data.nodes.length ? picture(data, chosen, choose, narrow()) : empty('Nothing on the map yet', 'Parts appear with the first call from or to this service.'));
    }

    return {
      async refresh(signal) {
        try {
          const { range } = app;
          data = answerOf(await app.api.get('/monitoring/map', { range: range.text }, signal));
          const focused = document.activeElement?.closest?.('.map .node')?.dataset.node;
          draw();
          if (focused) {
            drawing.querySelector('[data-node="' + CSS.escape(focused) + '"]')?.focus({ preventScroll: true });
          }
        } catch (e) {
          if (e.name !== 'AbortError') {
            put(drawing, failure(e));
          }
        }
      },
      unmount: () => resized.disconnect(),
    };
  },
};

/** Columns from callers to what is called; in each, near to what they are connected with. Where it is narrow, one list. */
function layout(nodes, edges, narrow) {
  const depth = new Map(nodes.map((node) => [node.id, node.kind === 'client' ? 0 : node.kind === 'service' ? 1 : 2]));
  for (let round = 0; round < Math.min(nodes.length, 8); round++) {
    for (const { from, to } of edges) {
      if (depth.has(from) && depth.has(to) && depth.get(to) <= depth.get(from) && depth.get(from) < 8 && from !== to) {
        depth.set(to, depth.get(from) + 1);
      }
    }
  }
  const used = [...new Set(depth.values())].sort((a, b) => a - b);
  const columns = used.map((each) => nodes.filter((node) => depth.get(node.id) === each));
  const place = new Map();
  columns.forEach((column, x) => {
    const pull = (node) => {
      const near = edges.filter((edge) => edge.to === node.id && place.has(edge.from)).map((edge) => place.get(edge.from).order);
      return near.length ? near.reduce((a, b) => a + b, 0) / near.length : 0;
    };
    column
      .map((node) => [pull(node), node])
      .sort(([a, one], [b, two]) => a - b || (one.kind + one.label < two.kind + two.label ? -1 : 1))
      .forEach(([, node], order) => place.set(node.id, { x, order, of: column.length }));
  });
  if (narrow) {
    [...place.values()]
      .sort((a, b) => a.x - b.x || a.order - b.order)
      .forEach((spot, row) => {
        spot.left = 8 + spot.x * INDENT;
        spot.top = 8 + row * (HEIGHT + BELOW);
      });
    return { place, width: (columns.length - 1) * INDENT + WIDTH + 48, height: place.size * (HEIGHT + BELOW) };
  }
  const tallest = Math.max(...columns.map((column) => column.length));
  const height = tallest * (HEIGHT + GAP_Y) + GAP_Y;
  for (const spot of place.values()) {
    spot.left = 8 + spot.x * (WIDTH + GAP_X);
    spot.top = (height - spot.of * (HEIGHT + GAP_Y) + GAP_Y) / 2 + spot.order * (HEIGHT + GAP_Y);
  }
  return { place, width: columns.length * (WIDTH + GAP_X) - GAP_X + 16, height };
}

/** From the edge of one part to that of another: where they stand side by side, one below the other, or the wrong way round. */
function way(a, b, narrow) {
  const backwards = narrow ? b.top <= a.top : b.left <= a.left;
  if (narrow) {
    const x1 = a.left + (backwards ? WIDTH : INDENT / 2);
    const x2 = b.left + (backwards ? WIDTH : 0);
    const y1 = a.top + (backwards ? HEIGHT / 2 : HEIGHT);
    const y2 = b.top + HEIGHT / 2;
    const out = backwards ? Math.max(x1, x2) + 40 : x1;
    return { d: 'M' + x1 + ' ' + y1 + 'C' + out + ' ' + (backwards ? y1 : y2) + ' ' + out + ' ' + y2 + ' ' + x2 + ' ' + y2, x: b.left + 4, y: b.top - 7 };
  }
  const x1 = a.left + (backwards ? WIDTH / 2 : WIDTH);
  const x2 = b.left + (backwards ? WIDTH / 2 : 0);
  const y1 = a.top + HEIGHT / 2 + (backwards ? HEIGHT / 2 : 0);
  const y2 = b.top + HEIGHT / 2 + (backwards ? HEIGHT / 2 : 0);
  const bend = backwards ? 0 : (x2 - x1) / 2;
  const down = Math.max(y1, y2) + 40;
  return {
    d: 'M' + x1 + ' ' + y1 + 'C' + (x1 + bend) + ' ' + (backwards ? down : y1) + ' ' + (x2 - bend) + ' ' + (backwards ? down : y2) + ' ' + x2 + ' ' + y2,
    x: x2 - (x2 - x1) * 0.4,
    y: backwards ? down - 8 : y2 - (y2 - y1) * 0.35 - 6,
  };
}

function picture(data, chosen, choose, narrow) {
  const nodes = data.nodes.slice(0, MAX_NODES);
  const known = new Set(nodes.map((node) => node.id));
  const edges = data.edges.filter((edge) => known.has(edge.from) && known.has(edge.to));
  const { place, width, height } = layout(nodes, edges, narrow);
  const near = (id) => !chosen || id === chosen || edges.some((edge) => (edge.from === chosen && edge.to === id) || (edge.to === chosen && edge.from === id));
  const lines = edges.map((edge) => {
    const { d, x, y } = way(place.get(edge.from), place.get(edge.to), narrow);
    const bad = edge.calls > 0 && edge.errors / edge.calls > FAILING;
    const dim = chosen && edge.from !== chosen && edge.to !== chosen ? ' dim' : '';
    return [
      s('path', { class: 'edge' + (bad ? ' bad' : '') + dim, d, 'stroke-width': Math.min(6, 1 + Math.log10(1 + (edge.rate || 0)) * 1.5), 'marker-end': 'url(#map-arrow)' }),
      s('text', { class: 'edge-label' + (bad ? ' bad' : '') + dim, x, y }, rate(edge.rate) + ' · ' + millis(edge.p95_ms) + (bad ? ' · ' + percent(edge.errors / edge.calls) + ' fail' : '')),
    ];
  });
  const boxes = nodes.map((node) => {
    const { left, top } = place.get(node.id);
    const act = () => choose(node.id);
    return s(
      'g',
      {
        class: 'node' + (near(node.id) ? '' : ' dim'),
        transform: 'translate(' + left + ' ' + top + ')',
        tabindex: '0',
        role: 'button',
        'aria-pressed': String(node.id === chosen),
        'aria-label': clip(node.label, 100) + ', ' + (KINDS[node.kind] || node.kind),
        dataset: { node: node.id },
        style: { '--c': 'var(' + (MEANING[node.kind] || (node.kind === 'service' ? '--accent' : '--s8')) + ')' },
        onclick: act,
        onkeydown: (event) => {
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            act();
          }
        },
      },
      s('rect', { width: WIDTH, height: HEIGHT, rx: 8 }),
      s('rect', { class: 'stripe', width: 6, height: HEIGHT - 16, x: 8, y: 8, rx: 3 }),
      s('text', { x: 24, y: 21 }, clip(node.label, 25)),
      s('text', { class: 'kind', x: 24, y: 37 }, KINDS[node.kind] || node.kind),
      s('title', {}, clip(node.label, 300)),
    );
  });
  const backwards = !narrow && edges.some((edge) => place.get(edge.to).left <= place.get(edge.from).left);
  const tall = height + (backwards ? 48 : 0);
  return s(
    'svg',
    { class: narrow ? 'narrow' : null, width, height: tall, viewBox: '0 0 ' + width + ' ' + tall, role: 'group', 'aria-label': 'Map of ' + nodes.length + ' parts and ' + edges.length + ' connections; the table below has the same' },
    s('defs', {}, s('marker', { id: 'map-arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: 'userSpaceOnUse', orient: 'auto' }, s('path', { d: 'M0 0L8 4L0 8z', fill: 'context-stroke' }))),
    lines,
    boxes,
  );
}
