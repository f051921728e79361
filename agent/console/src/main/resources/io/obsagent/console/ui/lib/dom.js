// SPDX-License-Identifier: Apache-2.0
// Elements made of texts and nodes; nothing here ever parses markup, so a name can hold anything.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. Properties: `class`, `style` (an object, set by CSSOM as the content security policy
 * wants it), `dataset`, `on<event>`, booleans, everything else as an attribute; null and false are
 * left out. Children: texts, numbers, nodes, arrays of these; null and false are left out.
 */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An element of SVG. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value == null || value === false) {
      continue;
    }
    if (name === 'style') {
      for (const [property, each] of Object.entries(value)) {
        element.style.setProperty(property, each);
      }
    } else if (name === 'dataset') {
      Object.assign(element.dataset, value);
    } else if (name === 'value') {
      element.value = value;
    } else if (name.startsWith('on') && typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(element, child);
    } else if (child != null && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/** Puts children in the place of all that the element has. */
export function put(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Tells screen readers. */
export function announce(text) {
  const live = document.getElementById('live');
  if (live) {
    live.textContent = text;
  }
}

/** Text of bounded length; the whole is in the title of what `clip` makes. */
export function clip(text, max = 160) {
  const string = String(text ?? '');
  return string.length <= max ? string : string.slice(0, max - 1) + '…';
}

/** A name that may be endless: cut, with the whole (bounded, too) to be hovered over. */
export function name(text, max = 160, props = {}) {
  const string = String(text ?? '');
  return h(
    'span',
    { ...props, title: string.length > max ? string.slice(0, 1000) : null },
    clip(string, max),
  );
}
