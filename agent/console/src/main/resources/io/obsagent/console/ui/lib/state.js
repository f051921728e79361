// SPDX-License-Identifier: Apache-2.0
// The whole state of the console is its address: page, time range, and what a page adds.
import { duration } from './format.js';

const listeners = new Set();
const POINTS = 240;

/** How often the agent records values, in seconds; the console asks once. */
export const scrape = { seconds: 15, /** When the process started, in epoch seconds. */ started: 0 };

/** The time range of an address that names none; shorter for a process that has just started. */
export const usual = { range: '1h' };

const query = () => new URLSearchParams(location.search);

export const params = {
  get: (name, other = '') => query().get(name) ?? other,
  all: () => Object.fromEntries(query()),
  /**
   * Changes some; null takes one away. `push` makes a step that the browser's back button undoes,
   * `quiet` lets the page stand as it is.
   */
  set(changes, { push = false, quiet = false } = {}) {
    const next = query();
    for (const [name, value] of Object.entries(changes)) {
      value == null || value === '' ? next.delete(name) : next.set(name, value);
    }
    navigate(next, push, quiet);
  },
};

function navigate(next, push, quiet) {
  const text = next.toString();
  const target = location.pathname + (text ? '?' + text : '');
  if (target !== location.pathname + location.search) {
    history[push ? 'pushState' : 'replaceState'](null, '', target);
    listeners.forEach((each) => each(quiet));
  }
}

/** The address of a page with its parameters; the time range goes along. */
export function link(page, more = {}) {
  const next = new URLSearchParams({ p: page });
  for (const name of ['range', 'from', 'to']) {
    const value = query().get(name);
    if (value) {
      next.set(name, value);
    }
  }
  for (const [name, value] of Object.entries(more)) {
    if (value != null && value !== '') {
      next.set(name, value);
    }
  }
  return '?' + next;
}

export function go(page, more) {
  navigate(new URLSearchParams(link(page, more).slice(1)), true, false);
}

/** Called whenever the address has changed; with true if the page shows so already. */
export function onChange(listener) {
  listeners.add(listener);
}

window.addEventListener('popstate', () => listeners.forEach((each) => each(false)));

/**
 * The time range of now: `start`, `end`, `step` in whole seconds on a grid; `from`, `to` in
 * milliseconds; `text` as the API takes it (`1h`); `lived`, how many of its seconds the process was there; `rate`, a window that has values to take a rate of;
 * `live` unless it is a stretch of the past.
 */
export function range() {
  const from = Number(params.get('from'));
  const to = Number(params.get('to'));
  const live = !(from > 0 && to > from);
  const asked = duration(params.get('range', usual.range));
  const length = live ? Math.min(Math.max(asked || 3600, 60), 90 * 86400) : (to - from) / 1000;
  const step = Math.max(scrape.seconds, Math.ceil(length / POINTS / scrape.seconds) * scrape.seconds);
  const last = live ? Date.now() / 1000 : to / 1000;
  const end = Math.floor(last / step) * step;
  const start = end - Math.floor(length / step) * step;
  return {
    live,
    start,
    end,
    step,
    from: start * 1000,
    to: end * 1000,
    seconds: Math.round(length),
    text: live && asked ? params.get('range', usual.range) : Math.round(length) + 's',
    // As much of it as the process has lived: what a total is divided by for a mean.
    lived: Math.round(Math.max(scrape.seconds, Math.min(length, end - scrape.started))),
    rate: Math.max(step, 4 * scrape.seconds) + 's',
  };
}
