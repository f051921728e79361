// SPDX-License-Identifier: Apache-2.0
// A flame graph: the outermost frame on top, as wide as its share of the samples. A click looks closer.
import { h, put, clip } from './dom.js';
import { number, percent } from './format.js';

/** So many of them. */
export const samples = (count) => number(count) + (count === 1 ? ' sample' : ' samples');

const LEAST = 0.0015;
const MAX_FRAMES = 3000;

/** `{el, update(tree)}`; a tree is `{name, value, children}`. */
export function flame(options = {}) {
  const box = h('div', { class: 'flame', role: 'tree', 'aria-label': options.label || 'Flame graph' });
  const path = h('nav', { class: 'flame-path', 'aria-label': 'Frames above' });
  const said = h('p', { class: 'muted flame-said' });
  const find = h('input', {
    type: 'search',
    placeholder: 'Find a frame',
    'aria-label': 'Find a frame',
    dataset: { filter: '' },
    oninput: () => draw(),
  });
  let root = null;
  let way = []; // from the root to what is looked at

  function draw() {
    if (!root) {
      return;
    }
    const top = way[way.length - 1] || root;
    const words = find.value.toLowerCase();
    const frames = [];
    let found = 0;
    const walk = (node, depth, left, inFound) => {
      const width = node.value / top.value;
      if (width < LEAST || frames.length >= MAX_FRAMES) {
        return;
      }
      const hit = words && node.name.toLowerCase().includes(words);
      if (hit && !inFound) {
        found += node.value;
      }
      frames.push({ node, depth, left, width, hit });
      let at = left;
      for (const child of node.children) {
        walk(child, depth + 1, at, inFound || hit);
        at += child.value / top.value;
      }
    };
    if (top.value > 0) {
      walk(top, 0, 0, false);
    }
    const depth = frames.reduce((most, each) => Math.max(most, each.depth), 0) + 1;
    box.style.height = depth * 20 + 'px';
    put(box, frames.map((each) => frame(each, top)));
    put(
      path,
      way.map((node, i) => [
        i > 0 && ' › ',
        h('button', { type: 'button', class: 'quiet', title: clip(node.name, 1000), onclick: () => { way = way.slice(0, i + 1); draw(); } }, clip(short(node.name), 40)),
      ]),
    );
    path.hidden = way.length < 2;
    said.textContent = words
      ? percent(found / Math.max(1, top.value)) + ' of ' + samples(top.value) + ' are in frames that match'
      : samples(top.value) + (top === root ? '' : ', ' + percent(top.value / Math.max(1, root.value)) + ' of all');
  }

  function frame({ node, depth, left, width, hit }, top) {
    const text = short(node.name);
    return h(
      'button',
      {
        type: 'button',
        role: 'treeitem',
        'aria-level': depth + 1,
        tabindex: depth === 0 ? '0' : '-1',
        class: 'frame ' + kind(node.name) + (hit ? ' hit' : ''),
        title: clip(node.name, 500) + '\n' + samples(node.value) + ', ' + percent(node.value / Math.max(1, root.value)),
        style: { left: 100 * left + '%', width: 100 * width + '%', top: depth * 20 + 'px' },
        onclick: () => look(node, top),
      },
      width > 0.02 ? clip(text, 120) : '',
    );
  }

  function look(node, top) {
    if (node === top) {
      way = way.length > 1 ? way.slice(0, -1) : [root];
    } else {
      way = [...way, ...between(top, node)];
    }
    draw();
    box.querySelector('button')?.focus({ preventScroll: true });
  }

  /** The keys of a tree: arrows go up, down and to the sides. */
  box.addEventListener('keydown', (event) => {
    const all = [...box.children];
    const at = all.indexOf(document.activeElement);
    const level = (each) => Number(each.getAttribute('aria-level'));
    const pick = {
      ArrowDown: () => all.slice(at + 1).find((each) => level(each) === level(all[at]) + 1),
      ArrowUp: () => all.slice(0, at).reverse().find((each) => level(each) === level(all[at]) - 1),
      ArrowRight: () => all.slice(at + 1).find((each) => level(each) === level(all[at])),
      ArrowLeft: () => all.slice(0, at).reverse().find((each) => level(each) === level(all[at])),
    }[event.key];
    if (pick && at >= 0) {
      event.preventDefault();
      pick()?.focus();
    }
  });

  return {
    el: h('div', {}, h('div', { class: 'table-bar' }, find, said), path, h('div', { class: 'flame-scroll' }, box)),
    update(tree) {
      root = tree;
      way = [root];
      draw();
    },
  };
}

function between(top, node) {
  for (const child of top.children) {
    if (child === node) {
      return [child];
    }
    const below = between(child, node);
    if (below.length) {
      return [child, ...below];
    }
  }
  return [];
}

/** Class and method, without the package. */
function short(name) {
  const parts = name.split('.');
  return parts.length > 2 ? parts.slice(-2).join('.') : name;
}

function kind(name) {
  if (/^(java|javax|jdk|sun|com\.sun)\./.test(name)) {
    return 'f-jdk';
  }
  if (name.startsWith('io.obsagent.') && !name.startsWith('io.obsagent.smoke.')) {
    return 'f-agent';
  }
  let hash = 0;
  for (const c of name.split('.').slice(0, 3).join('.')) {
    hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  }
  return 'f-' + (hash % 6);
}
