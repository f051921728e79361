// SPDX-License-Identifier: Apache-2.0
// Charts over time, drawn by uPlot: units, a legend with figures (those under the pointer, or else the last), a
// line through all charts of the page, annotations, and a brush that sets the time range.
import { h, put, clip } from './dom.js';
import { unit, time as clock } from './format.js';
import { empty, failure } from './panel.js';
import { annotations } from './annotations.js';

/** Names of the series' colours in the style sheet; told apart by who sees no red or no green. */
const COLOURS = 8;
const MAX_SERIES = 40;

/** Steps of an axis of bytes: MiB, not millions. */
const BINARY = Array.from({ length: 52 }, (_, i) => 2 ** i);

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The colour of the n-th series in the theme of now. */
export const colour = (n) => style('--s' + ((n % COLOURS) + 1));

/** The colours of things that mean the same on every page. */
export const MEANING = {
  p50: '--s1', p95: '--s2', p99: '--s4', error: '--bad', ok: '--s1',
  own: '--s1', db: '--s2', redis: '--s4', http: '--s3', ai: '--s5', messaging: '--s6', waiting: '--s8',
};

const resolve = (wanted, n) => (wanted ? (wanted.startsWith('--') ? style(wanted) : wanted) : colour(n));

/**
 * A chart.
 *
 * options: `label` (for screen readers), `unit` (see format.js), `height` (px), `stack`, `min`, `max`,
 * `bars`, `onBrush(from, to)` in epoch seconds, `onPoint(time, seriesIndex)`, `threshold: {value, label}`, `empty: {title, hint}`.
 * `update({times, series: [{label, values, colour: '--bad', dash, hidden}]})`; `fail(error)`; `destroy()`.
 */
export function chart(options) {
  const format = unit(options.unit);
  const box = h('div', { class: 'chart-box' });
  const legend = h('ul', { class: 'legend' });
  const tip = h('div', { class: 'tip', hidden: true });
  const element = h('div', { class: 'chart' }, box, legend);
  const hidden = new Set();
  let plot = null;
  let data = null;
  let width = 0;
  let drawn = '';
  let figures = []; // of the legend: {values, el}
  let at = null; // what the pointer is at

  const observer = new ResizeObserver(() => {
    const now = Math.floor(box.clientWidth);
    if (now > 0 && now !== width) {
      width = now;
      plot ? plot.setSize({ width, height: height() }) : data && draw();
    }
  });
  observer.observe(box);
  const onTheme = () => redraw();
  document.addEventListener('obs:theme', onTheme);

  const height = () => options.height || 200;

  function redraw() {
    plot?.destroy();
    plot = null;
    drawn = '';
    if (data) {
      draw();
    }
  }

  function draw() {
    const list = data.series.slice(0, MAX_SERIES);
    const points = data.times.length && list.some((each) => each.values.some((v) => v != null));
    if (!points) {
      plot?.destroy();
      plot = null;
      drawn = '';
      put(box, empty(options.empty?.title || 'No data in this time range', options.empty?.hint || 'Choose a longer range, or wait for the next request.'));
      picture(null);
      put(legend);
      return;
    }
    const columns = stacked(list);
    const shape = list.map((each, i) => each.label + resolve(each.colour, i)).join('\n');
    if (plot && drawn === shape) {
      plot.setData([data.times, ...columns]);
    } else {
      plot?.destroy();
      put(box);
      width = Math.floor(box.clientWidth);
      if (width === 0) {
        return; // drawn once it is on the page
      }
      plot = new window.uPlot(settings(list), [data.times, ...columns], box);
      plot.over.append(tip);
      drawn = shape;
    }
    picture(describe(list));
    figures = [];
    put(legend, list.length > 1 || options.legend ? list.map((each, i) => entry(each, i)) : null,
      data.series.length > MAX_SERIES && h('li', { class: 'muted' }, 'and ' + (data.series.length - MAX_SERIES) + ' more, not drawn'));
  }

  /** What uPlot draws: with `stack`, each series on those before it. */
  function stacked(list) {
    if (!options.stack) {
      return list.map((each) => each.values);
    }
    const sum = data.times.map((_, i) => (list.some((each) => each.values[i] != null) ? 0 : null));
    return list.map((each) =>
      each.values.map((v, i) => (hidden.has(each.label) || sum[i] == null ? sum[i] : (sum[i] += v || 0))),
    );
  }

  /** For screen readers it is one picture with a text, or else what is written there. */
  function picture(text) {
    for (const [name, value] of [['role', 'img'], ['aria-label', text]]) {
      text ? box.setAttribute(name, value) : box.removeAttribute(name);
    }
  }

  function describe(list) {
    const parts = list.slice(0, 6).map((each) => clip(each.label, 60) + ' ' + format(last(each.values)));
    return options.label + ': ' + parts.join(', ');
  }

  function entry(each, i) {
    const toggle = () => {
      hidden.has(each.label) ? hidden.delete(each.label) : hidden.add(each.label);
      options.stack ? redraw() : (plot?.setSeries(i + 1, { show: !hidden.has(each.label) }), draw());
    };
    return h(
      'li',
      {},
      h(
        'button',
        { type: 'button', class: 'legend-entry', 'aria-pressed': String(!hidden.has(each.label)), title: clip(each.label, 1000), onclick: toggle },
        h('i', { class: each.dash ? 'swatch dash' : 'swatch', style: { '--c': resolve(each.colour, i) } }),
        h('span', {}, clip(each.label, 60)),
        figure(each),
      ),
    );
  }

  function figure({ values }) {
    const el = h('b');
    figures.push({ values, el });
    tell(el, values);
    return el;
  }

  /** The value under the pointer, on whichever chart of the page it is; else the last there is. */
  function tell(el, values) {
    el.textContent = format(at == null ? last(values) : (values[at] ?? NaN));
  }

  function settings(list) {
    const line = style('--line');
    const muted = style('--muted');
    const font = '11px ' + style('--font');
    const axis = { stroke: muted, font, grid: { stroke: line, width: 1 }, ticks: { show: false }, gap: 6 };
    return {
      width,
      height: height(),
      padding: [10, 20, 0, 0],
      legend: { show: false },
      focus: { alpha: 0.35 },
      cursor: {
        sync: { key: 'page' },
        focus: { prox: options.stack ? -1 : 24 },
        drag: { x: Boolean(options.onBrush), y: false, setScale: false },
        points: { size: 6 },
      },
      scales: { x: { time: true }, y: { range: bounds } },
      axes: [
        { ...axis, size: 28, space: 70, values: ticks },
        { ...axis, size: 58, space: 34, incrs: options.unit === 'bytes' ? BINARY : undefined, values: (_, splits) => splits.map((v) => (v == null ? '' : format(v))) },
      ],
      series: [
        {},
        ...list.map((each, i) => ({
          label: each.label,
          show: !hidden.has(each.label),
          stroke: resolve(each.colour, i),
          width: options.stack ? 1 : 1.75,
          dash: each.dash ? [5, 4] : undefined,
          fill: options.stack || options.fill ? resolve(each.colour, i) + (options.stack ? 'd0' : '22') : undefined,
          points: { show: false },
          spanGaps: false,
          paths: options.bars ? window.uPlot.paths.bars({ size: [0.8, 40] }) : undefined,
        })),
      ],
      bands: options.stack ? list.slice(1).map((_, i) => ({ series: [i + 2, i + 1] })) : undefined,
      hooks: {
        draw: [annotate],
        setCursor: [hover],
        setSelect: [brush],
      },
    };
  }

  function bounds(_, low, high) {
    let top = Math.max(high ?? 0, options.threshold?.value ?? -Infinity);
    let bottom = options.min === 'auto' ? (low ?? 0) : Math.min(low ?? 0, 0);
    if (options.max != null) {
      top = Math.max(top, options.max);
    }
    if (top === bottom) {
      top = bottom + (options.unit === 'percent' ? 0.01 : 1);
    }
    return [bottom, top + (top - bottom) * 0.08];
  }

  function ticks(self, splits) {
    const span = self.scales.x.max - self.scales.x.min;
    const fine = splits.length > 1 && splits[1] - splits[0] < 60;
    return splits.map((each) => {
      const date = new Date(each * 1000);
      const two = (v) => String(v).padStart(2, '0');
      const hour = two(date.getHours()) + ':' + two(date.getMinutes());
      return fine ? hour + ':' + two(date.getSeconds()) : span > 172800 ? two(date.getMonth() + 1) + '-' + two(date.getDate()) + ' ' + hour : hour;
    });
  }

  /** Deployments, alerts and the threshold, over the lines. */
  function annotate(self) {
    const { ctx, bbox } = self;
    const ratio = window.devicePixelRatio || 1;
    ctx.save();
    ctx.font = 10 * ratio + 'px ' + style('--font');
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    if (options.threshold) {
      const y = self.valToPos(options.threshold.value, 'y', true);
      stroke(ctx, style('--bad'), [6 * ratio, 4 * ratio], bbox.left, y, bbox.left + bbox.width, y);
      ctx.fillStyle = style('--bad');
      ctx.fillText(options.threshold.label || format(options.threshold.value), bbox.left + 4 * ratio, y - 4 * ratio);
    }
    const end = bbox.left + bbox.width;
    const marks = annotations.list
      .map((each) => ({ ...each, x: self.valToPos(each.time, 'x', true) }))
      .filter(({ x }) => x >= bbox.left && x <= end)
      .sort((a, b) => a.x - b.x);
    marks.forEach((each, i) => {
      const { x } = each;
      const ink = style(each.tone === 'bad' ? '--bad' : '--accent');
      stroke(ctx, ink, [2 * ratio, 3 * ratio], x, bbox.top, x, bbox.top + bbox.height);
      ctx.fillStyle = ink;
      ctx.beginPath();
      ctx.moveTo(x - 4 * ratio, bbox.top);
      ctx.lineTo(x + 4 * ratio, bbox.top);
      ctx.lineTo(x, bbox.top + 6 * ratio);
      ctx.fill();
      const label = clip(each.label, 24);
      const long = ctx.measureText(label).width + 8 * ratio;
      if (x + long < (marks[i + 1]?.x ?? end)) {
        ctx.fillText(label, x + 6 * ratio, bbox.top + 9 * ratio);
      }
    });
    ctx.restore();
  }

  function stroke(ctx, ink, dash, x1, y1, x2, y2) {
    ctx.strokeStyle = ink;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
    ctx.setLineDash([]);
  }

  function hover(self) {
    const i = self.cursor.idx;
    const now = i == null || self.cursor.left < 0 ? null : i;
    if (now !== at) {
      at = now;
      figures.forEach(({ el, values }) => tell(el, values));
    }
    if (i == null || self.cursor.left < 0 || !box.matches(':hover')) {
      tip.hidden = true;
      return;
    }
    const near = data.series
      .slice(0, MAX_SERIES)
      .map((each, n) => ({ each, n, v: each.values[i] }))
      .filter((one) => one.v != null && !hidden.has(one.each.label))
      .sort((a, b) => (options.stack ? b.n - a.n : b.v - a.v))
      .slice(0, 12);
    const marks = annotations.list.filter((each) => Math.abs(self.valToPos(each.time, 'x') - self.cursor.left) < 5);
    put(
      tip,
      h('div', { class: 'tip-time' }, clock(data.times[i] * 1000)),
      near.map(({ each, n, v }) =>
        h('div', { class: 'tip-row' }, h('i', { class: 'swatch', style: { '--c': resolve(each.colour, n) } }), h('span', {}, clip(each.label, 50)), h('b', {}, format(v))),
      ),
      marks.map((each) => h('div', { class: 'tip-row' }, clip(each.label, 120))),
    );
    tip.hidden = near.length === 0 && marks.length === 0;
    const right = self.cursor.left > self.over.clientWidth / 2;
    tip.style.left = right ? '' : self.cursor.left + 12 + 'px';
    tip.style.right = right ? self.over.clientWidth - self.cursor.left + 12 + 'px' : '';
  }

  function brush(self) {
    const { left, width: wide } = self.select;
    if (options.onBrush && wide > 4) {
      options.onBrush(self.posToVal(left, 'x'), self.posToVal(left + wide, 'x'));
    }
    if (wide > 0) {
      self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    }
  }

  box.addEventListener('click', () => {
    const i = plot?.cursor.idx;
    if (options.onPoint && i != null) {
      options.onPoint(data.times[i]);
    }
  });

  return {
    el: element,
    update(newData) {
      data = newData;
      draw();
    },
    fail(error) {
      if (error.name !== 'AbortError') {
        plot?.destroy();
        plot = null;
        drawn = '';
        picture(null);
        put(box, failure(error));
      }
    },
    destroy() {
      observer.disconnect();
      document.removeEventListener('obs:theme', onTheme);
      plot?.destroy();
    },
  };
}

/** The last value there is. */
export function last(values) {
  for (let i = values.length - 1; i >= 0; i--) {
    if (values[i] != null) {
      return values[i];
    }
  }
  return NaN;
}

/** A line of the size of a word, for tables. */
export function spark(values, label = 'trend') {
  const known = values.filter((v) => v != null && isFinite(v));
  const top = Math.max(...known, 0) || 1;
  const step = 96 / Math.max(1, values.length - 1);
  const d = values
    .map((v, i) => (v == null || !isFinite(v) ? '' : (i === 0 || values[i - 1] == null ? 'M' : 'L') + (2 + i * step).toFixed(1) + ' ' + (22 - (20 * v) / top).toFixed(1)))
    .join('');
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('class', 'spark');
  svg.setAttribute('viewBox', '0 0 100 24');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const path = document.createElementNS(ns, 'path');
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}
