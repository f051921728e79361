// SPDX-License-Identifier: Apache-2.0
// States over time: a lane for each thing, coloured by the state that it was in, and named by it for whoever cannot
// tell the colours apart.
import { h, put, name, clip } from './dom.js';
import { time as clock, seconds } from './format.js';
import { badge, empty, failure } from './panel.js';
import { annotations } from './annotations.js';

const TICKS = 5;

/** The hours below what is drawn from one time to another, in epoch seconds. */
export function timeAxis(start, end) {
  const ticks = Array.from({ length: TICKS }, (_, i) => start + ((end - start) * i) / (TICKS - 1));
  return ticks.map((each, i) => h('span', { style: { left: (100 * i) / (TICKS - 1) + '%' } }, clock(each * 1000).slice(-8, end - start < 600 ? undefined : -3)));
}

/**
 * `lanes({label, empty, state: (value) => ({word, tone}), onBrush})`: `tone` as of a badge.
 * `update({times, series: [{label, values}]})`, null where nothing is known.
 */
export function lanes(options) {
  const element = h('div', { class: 'lanes' });

  /** Stretches of one state, each until the next begins. */
  function stretches(times, values, step) {
    const found = [];
    values.forEach((value, i) => {
      const before = found[found.length - 1];
      const end = Math.min(times[i] + step, times[times.length - 1]);
      if (value == null) {
        return;
      }
      if (before && before.value === value && before.end >= times[i]) {
        before.end = end;
      } else {
        found.push({ value, start: times[i], end });
      }
    });
    return found;
  }

  const told = ({ value, start, end }) => options.state(value).word + ' from ' + clock(start * 1000) + ' for ' + seconds(end - start);

  function lane({ label, values }, { times, place, step }) {
    const parts = stretches(times, values, step);
    const last = parts[parts.length - 1];
    const now = last && last.end >= times[times.length - 1] ? options.state(last.value) : { word: 'not known', tone: '' };
    return h(
      'li',
      { class: 'lane' },
      h('span', { class: 'lane-name' }, name(label, 60)),
      h(
        'span',
        { class: 'lane-time', role: 'img', 'aria-label': clip(label, 60) + ': ' + (parts.slice(-6).map(told).join('; ') || 'nothing is known') },
        parts.map((each) => h('i', { class: options.state(each.value).tone, title: told(each), style: { left: place(each.start) + '%', width: Math.max(0.2, place(each.end) - place(each.start)) + '%' } })),
        annotations.list.map((each) => h('b', { class: each.tone, title: clip(each.label, 120) + ', ' + clock(each.time * 1000), style: { left: place(each.time) + '%' } })),
      ),
      h('span', { class: 'lane-now' }, badge(now.word, now.tone)),
    );
  }

  return {
    el: element,
    update({ times, series }) {
      const known = series.filter((each) => each.values.some((v) => v != null));
      if (!known.length || times.length < 2) {
        put(element, empty(options.empty?.title || 'No data in this time range', options.empty?.hint));
        return;
      }
      const start = times[0];
      const long = times[times.length - 1] - start;
      const place = (time) => Math.min(100, Math.max(0, (100 * (time - start)) / long));
      put(
        element,
        h('ul', { 'aria-label': options.label }, known.map((each) => lane(each, { times, place, step: times[1] - start }))),
        h('div', { class: 'lane lane-axis', 'aria-hidden': 'true' }, h('span', { class: 'lane-name' }), h('span', { class: 'lane-time' }, timeAxis(start, start + long))),
      );
    },
    fail(error) {
      if (error.name !== 'AbortError') {
        put(element, failure(error));
      }
    },
  };
}
