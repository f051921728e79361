// SPDX-License-Identifier: Apache-2.0
// Tables that sort, filter and export; long ones are shown in parts. How one is sorted and filtered stands in
// the address of the page.
import { h, put, clip, announce } from './dom.js';
import { empty } from './panel.js';
import { params } from './state.js';

const PART = 50;

/** Fewer rows than these are seen at a glance. */
const FILTERED = 6;

/**
 * A table.
 *
 * columns: `[{key, label, num, value: (row) => sortable, text: (row) => string, cell: (row) => node,
 * wide, narrow}]`; `value` is `row[key]` unless given, `text` that as a string, `cell` that as a text.
 * options: `caption` (needed, for screen readers), `csv` (file name; without its ending it is what the
 * address has before `.sort` and `.filter`; `main` leaves that out), `sort: [key, 'asc'|'desc']` (else the
 * order of the rows), `filter` (placeholder), `empty: {title, hint}`, `open: (row) => …` (click on a row; the
 * first cell should hold a link as well, for the keyboard), `rowClass: (row) => string`, `part`: how many
 * rows are shown at first. A column that only holds buttons has `plain`: it is neither sorted nor exported.
 */
export function table(columns, options) {
  const value = (column, row) => (column.value ? column.value(row) : row[column.key]);
  const text = (column, row) => String((column.text ? column.text(row) : value(column, row)) ?? '');
  const file = options.csv || options.caption.toLowerCase().replace(/[^a-z0-9]+/g, '-') + '.csv';
  const before = options.main ? '' : file.replace(/\.csv$/, '') + '.';
  const asked = params.get(before + 'sort').split('.');
  let rows = [];
  let sort = columns.some((each) => each.key === asked[0]) ? [asked[0], asked[1] === 'desc' ? 'desc' : 'asc'] : options.sort || null;
  let shown = options.part || PART;
  let words = params.get(before + 'filter').toLowerCase();

  const heads = columns.map((column) =>
    h(
      'th',
      { scope: 'col', class: shape(column), title: column.help },
      column.plain ? h('span', { class: 'head' }, column.label) : h('button', { type: 'button', onclick: () => sortBy(column) }, column.label),
    ),
  );
  const body = h('tbody');
  const more = h('button', { type: 'button', class: 'more', onclick: () => { shown += PART * 5; draw(); } });
  const note = h('span', { class: 'muted' });
  const filter = h('input', {
    type: 'search',
    value: params.get(before + 'filter'),
    placeholder: options.filter || 'Filter',
    'aria-label': 'Filter ' + options.caption,
    dataset: { filter: '' },
    oninput: (event) => {
      words = event.target.value.trim().toLowerCase();
      shown = options.part || PART;
      params.set({ [before + 'filter']: event.target.value.trim() || null }, { quiet: true });
      draw();
      announce(note.textContent);
    },
  });
  const bar = h(
    'div',
    { class: 'table-bar' },
    filter,
    note,
    h('button', { type: 'button', class: 'quiet', title: 'Save as ' + file, 'aria-label': 'Save ' + options.caption + ' as CSV', onclick: () => save() }, 'CSV'),
  );
  const grid = h(
    'table',
    {},
    h('caption', { class: 'visually-hidden' }, options.caption),
    h('thead', {}, h('tr', {}, heads)),
    body,
  );
  const none = h('div');
  const scroller = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': options.caption }, grid);
  const element = h('div', { class: 'table' }, bar, scroller, none, more);

  function sortBy(column) {
    const descending = sort && sort[0] === column.key ? sort[1] === 'asc' : Boolean(column.num);
    sort = [column.key, descending ? 'desc' : 'asc'];
    params.set({ [before + 'sort']: sort.join('.') }, { quiet: true });
    draw();
  }

  function compare(a, b) {
    if (typeof a === 'number' || typeof b === 'number') {
      return (Number.isFinite(a) ? a : -Infinity) - (Number.isFinite(b) ? b : -Infinity) || 0;
    }
    return String(a ?? '').localeCompare(String(b ?? ''));
  }

  function chosen() {
    let list = rows;
    if (words) {
      list = list.filter((row) => columns.some((column) => text(column, row).toLowerCase().includes(words)));
    }
    const column = sort && columns.find((each) => each.key === sort[0]);
    if (column) {
      const sign = sort[1] === 'desc' ? -1 : 1;
      list = [...list].sort((a, b) => sign * compare(value(column, a), value(column, b)));
    }
    return list;
  }

  function draw() {
    const list = chosen();
    heads.forEach((head, i) => {
      const sorted = sort && sort[0] === columns[i].key;
      if (sorted) {
        head.setAttribute('aria-sort', sort[1] === 'desc' ? 'descending' : 'ascending');
      } else {
        head.removeAttribute('aria-sort');
      }
    });
    put(body, list.slice(0, shown).map(row));
    more.hidden = list.length <= shown;
    more.textContent = 'Show more (' + (list.length - shown) + ' left)';
    note.textContent = words ? list.length + ' of ' + rows.length : rows.length > 1 ? rows.length + ' rows' : '';
    scroller.hidden = list.length === 0;
    bar.hidden = rows.length === 0;
    filter.hidden = rows.length < FILTERED && !words;
    note.hidden = filter.hidden;
    bar.classList.toggle('short', filter.hidden);
    put(
      none,
      list.length === 0 &&
        (rows.length
          ? empty('Nothing matches “' + clip(words, 40) + '”', 'Change or clear the filter.')
          : empty(options.empty?.title || 'Nothing here yet', options.empty?.hint)),
    );
  }

  function row(data) {
    const cells = columns.map((column, i) => {
      const content = column.cell ? column.cell(data) : clip(text(column, data), 300);
      const props = { class: shape(column) };
      return i === 0 ? h('th', { scope: 'row', ...props }, content) : h('td', props, content);
    });
    const line = h('tr', { class: options.rowClass?.(data) }, cells);
    if (options.open) {
      line.classList.add('opens');
      line.addEventListener('click', (event) => {
        if (!event.target.closest('a, button, input, select') && !String(getSelection())) {
          options.open(data);
        }
      });
    }
    return line;
  }

  function save() {
    const kept = columns.filter((column) => !column.plain);
    const lines = [kept.map((column) => column.label)].concat(
      chosen().map((each) => kept.map((column) => {
        const plain = value(column, each);
        return typeof plain === 'number' ? String(plain) : text(column, each);
      })),
    );
    download(file, lines.map((line) => line.map(escape).join(',')).join('\r\n') + '\r\n', 'text/csv');
  }

  draw();
  return {
    el: element,
    update(newRows) {
      const focused = element.contains(document.activeElement) && document.activeElement.closest('tbody');
      const place = focused && [...body.querySelectorAll('a, button')].indexOf(document.activeElement);
      rows = newRows;
      draw();
      if (focused && place >= 0) {
        body.querySelectorAll('a, button')[place]?.focus({ preventScroll: true });
      }
    },
  };
}

const shape = (column) => (column.num ? 'num' : column.wide ? 'wide' : column.narrow ? 'narrow' : null);

/** A cell that a spreadsheet would take for a formula is made a text. */
function escape(cell) {
  const safe = /^[=+\-@\t\r]/.test(cell) && isNaN(cell) ? "'" + cell : cell;
  return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

/** Hands the user a file. */
export function download(name, content, type) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  const link = h('a', { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
