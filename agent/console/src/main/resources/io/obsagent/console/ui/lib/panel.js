// SPDX-License-Identifier: Apache-2.0
// Panels, figures, and the three states that are not data: loading, empty, error.
import { h, put } from './dom.js';

/** A titled box. `panel('Errors', {info, actions: [node]}, …)`. */
export function panel(title, options, ...children) {
  const { info, actions, level = 2, ...props } = options || {};
  return h(
    'section',
    { ...props, class: 'panel ' + (props.class || '') },
    title &&
      h(
        'header',
        {},
        h('h' + level, {}, title),
        info && h('p', { class: 'info' }, info),
        actions && h('div', { class: 'actions' }, actions),
      ),
    ...children,
  );
}

export function loading(what = 'Loading') {
  return h('p', { class: 'state loading' }, what + ' …');
}

/** Nothing there, and what to do about it. */
export function empty(title, hint, ...actions) {
  return h('div', { class: 'state' }, h('strong', {}, title), hint && h('p', {}, hint), ...actions);
}

/** What went wrong; `retry` is offered if given. */
export function failure(error, retry) {
  return h(
    'div',
    { class: 'state error', role: 'alert' },
    h('strong', {}, error.message || String(error)),
    error.hint && h('p', {}, error.hint),
    retry && h('button', { type: 'button', onclick: retry }, 'Try again'),
  );
}

/** One figure: `stat('p95', '12 ms', {note, tone: 'good|warn|bad', href})`. */
export function stat(label, value, options = {}) {
  const content = [
    h('span', { class: 'stat-label' }, label),
    h('span', { class: 'stat-value' }, value),
    options.note && h('span', { class: 'stat-note' }, options.note),
  ];
  const props = { class: 'stat ' + (options.tone || '') };
  return options.href ? h('a', { ...props, href: options.href }, content) : h('div', props, content);
}

/** A word with a meaning that does not rest on its colour alone. */
export function badge(text, tone = '') {
  return h('span', { class: 'badge ' + tone }, text);
}

/**
 * Keeps an element filled from what is asked for: loading at first, then data, or the error beside
 * what was there. `render(data)` gives nodes.
 */
export function live(load, render) {
  const element = h('div', { class: 'live-box' }, loading());
  let shown = false;
  return {
    el: element,
    async refresh(signal) {
      try {
        const data = await load(signal);
        put(element, render(data));
        shown = true;
      } catch (e) {
        if (e.name === 'AbortError') {
          return;
        }
        if (shown) {
          element.querySelector(':scope > .state.error')?.remove();
          element.prepend(failure(e));
        } else {
          put(element, failure(e));
        }
      }
    },
  };
}

/** A dialog of the browser's own: focus is kept inside, Escape closes it. */
export function dialog(title, ...children) {
  const element = h(
    'dialog',
    { class: 'dialog', 'aria-label': title },
    h(
      'header',
      {},
      h('h2', {}, title),
      h('button', { class: 'icon', type: 'button', 'aria-label': 'Close', onclick: () => element.close() }, '✕'),
    ),
    ...children,
  );
  element.addEventListener('close', () => element.remove());
  element.addEventListener('click', (event) => event.target === element && element.close());
  document.body.append(element);
  element.showModal();
  return element;
}

/** A short word at the lower edge: what an action has come to. */
export function toast(text, tone = '') {
  document.querySelector('.toast')?.remove(); // one at a time
  const element = h('div', { class: 'toast ' + tone, role: 'status' }, text);
  document.body.append(element);
  setTimeout(() => element.remove(), 6000);
}

/** Buttons of which one is pressed. `tabs([['a', 'A']], 'a', (id) => …)`. */
export function tabs(label, choices, chosen, onChoose) {
  const buttons = choices.map(([id, text]) =>
    h('button', { type: 'button', 'aria-pressed': String(id === chosen), dataset: { id } }, text),
  );
  const element = h('div', { class: 'tabs', role: 'group', 'aria-label': label }, buttons);
  element.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) {
      buttons.forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
      onChoose(button.dataset.id);
    }
  });
  return element;
}
