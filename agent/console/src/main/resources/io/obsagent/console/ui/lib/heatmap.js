// SPDX-License-Identifier: Apache-2.0
// A histogram over time: columns are times, rows are buckets, the darker the more.
import { h, put } from './dom.js';
import { unit, number, time as clock } from './format.js';
import { empty } from './panel.js';
import { annotations } from './annotations.js';

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const LEFT = 66;
const BOTTOM = 24;

/** Buckets by `le`, each with those below it in it, as what a heat map takes. */
export function bucketsOf({ times, series }) {
  const sorted = series.map((each) => ({ bound: each.metric.le === '+Inf' ? Infinity : Number(each.metric.le), values: each.values })).sort((a, b) => a.bound - b.bound);
  return {
    times,
    bounds: sorted.map((each) => each.bound),
    counts: sorted.map((each, i) => each.values.map((v, t) => Math.max(0, (v || 0) - (i ? sorted[i - 1].values[t] || 0 : 0)))),
  };
}

/**
 * options: `label`, `unit` of the bounds, `height`, `onCell(fromTime, toTime, low, high)`.
 * `update({times, bounds: [upper bound, …, Infinity], counts: [row][time]})`, rows not cumulative.
 */
export function heatmap(options) {
  const format = unit(options.unit);
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const note = h('p', { class: 'muted heat-note' }, '\u00a0');
  const box = h('div', { class: 'heat' });
  const element = h('div', { class: 'chart' }, box, note);
  let data = null;
  let rows = [];
  const height = options.height || 220;
  const observer = new ResizeObserver(() => data && draw());
  observer.observe(box);
  const onTheme = () => data && draw();
  document.addEventListener('obs:theme', onTheme);

  function draw() {
    const used = data.bounds.map((_, i) => i).filter((i) => data.counts[i].some((v) => v > 0));
    if (!used.length) {
      put(box, empty('No requests in this time range', 'Choose a longer range.'));
      box.removeAttribute('role');
      box.removeAttribute('aria-label');
      return;
    }
    rows = [];
    for (let i = used[0]; i <= used[used.length - 1]; i++) {
      rows.push(i);
    }
    if (canvas.parentNode !== box) {
      put(box, canvas);
    }
    const ratio = window.devicePixelRatio || 1;
    const width = box.clientWidth;
    if (!width) {
      return;
    }
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.height = height + 'px';
    const ctx = canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    const tall = (height - BOTTOM) / rows.length;
    const wide = (width - LEFT) / data.times.length;
    const top = Math.max(...rows.map((row) => Math.max(...data.counts[row].map((v) => v || 0))));
    ctx.fillStyle = style('--heat');
    rows.forEach((row, y) => {
      data.counts[row].forEach((v, x) => {
        if (v > 0) {
          ctx.globalAlpha = 0.12 + 0.88 * Math.sqrt(v / top);
          ctx.fillRect(LEFT + x * wide, height - BOTTOM - (y + 1) * tall, Math.max(1, wide - 0.5), Math.max(1, tall - 1));
        }
      });
    });
    ctx.globalAlpha = 1;
    marks(ctx, wide);
    axes(ctx, width, tall, wide);
    box.setAttribute('role', 'img');
    box.setAttribute('aria-label', options.label + ': from ' + lower(rows[0]) + ' to ' + format(data.bounds[rows[rows.length - 1]]));
  }

  /** Deployments and alerts, as the charts have them. */
  function marks(ctx, wide) {
    const { times } = data;
    const step = times.length > 1 ? times[1] - times[0] : 1;
    for (const each of annotations.list.filter(({ time }) => time >= times[0] - step && time <= times[times.length - 1])) {
      const x = LEFT + ((each.time - times[0]) / step + 1) * wide;
      ctx.strokeStyle = style(each.tone === 'bad' ? '--bad' : '--accent');
      ctx.setLineDash([2, 3]);
      ctx.beginPath();
      ctx.moveTo(x, 0);
      ctx.lineTo(x, height - BOTTOM);
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }

  function axes(ctx, width, tall, wide) {
    ctx.fillStyle = style('--muted');
    ctx.font = '11px ' + style('--font');
    ctx.textAlign = 'right';
    const every = Math.max(1, Math.ceil(18 / tall));
    rows.forEach((row, y) => {
      if (y % every === 0) {
        ctx.fillText(format(data.bounds[row]), LEFT - 6, Math.max(10, height - BOTTOM - (y + 1) * tall + 4));
      }
    });
    ctx.textAlign = 'center';
    const step = Math.max(1, Math.ceil(90 / wide));
    for (let x = step / 2; x < data.times.length; x += step) {
      ctx.fillText(clock(data.times[Math.floor(x)] * 1000).slice(-8, -3), LEFT + x * wide, height - 6);
    }
  }

  const lower = (row) => (row > 0 ? format(data.bounds[row - 1]) : '0');

  function cellAt(event) {
    const area = canvas.getBoundingClientRect();
    const x = Math.floor(((event.clientX - area.left - LEFT) / (area.width - LEFT)) * data.times.length);
    const y = Math.floor(((height - BOTTOM - (event.clientY - area.top)) / (height - BOTTOM)) * rows.length);
    return x >= 0 && x < data.times.length && y >= 0 && y < rows.length ? { x, row: rows[y] } : null;
  }

  canvas.addEventListener('mousemove', (event) => {
    const cell = cellAt(event);
    note.textContent = cell
      ? clock(data.times[cell.x] * 1000) + ' · ' + lower(cell.row) + ' to ' + format(data.bounds[cell.row]) + ': ' + number(data.counts[cell.row][cell.x] || 0)
      : '\u00a0';
  });
  canvas.addEventListener('mouseleave', () => (note.textContent = '\u00a0'));
  canvas.addEventListener('click', (event) => {
    const cell = options.onCell && cellAt(event);
    if (cell) {
      const step = data.times.length > 1 ? data.times[1] - data.times[0] : 60;
      options.onCell(data.times[cell.x] - step, data.times[cell.x], cell.row > 0 ? data.bounds[cell.row - 1] : 0, data.bounds[cell.row]);
    }
  });

  return {
    el: element,
    update(newData) {
      data = newData;
      draw();
    },
    destroy() {
      observer.disconnect();
      document.removeEventListener('obs:theme', onTheme);
    },
  };
}
