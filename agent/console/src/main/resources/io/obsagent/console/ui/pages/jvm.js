// SPDX-License-Identifier: Apache-2.0
// The JVM: memory, collections, threads and CPU over time; a thread dump, a profile, a class histogram.
import { h, put, clip, name } from '../lib/dom.js';
import { panel, stat, tabs, badge, empty, failure, loading } from '../lib/panel.js';
import { chart, last } from '../lib/chart.js';
import { table, download } from '../lib/table.js';
import { bytes, seconds, percent, number, millis, time } from '../lib/format.js';
import { flame, samples } from '../lib/flame.js';
import { act, may } from '../lib/acts.js';

const TABS = [['memory', 'Memory and CPU'], ['threads', 'Threads'], ['profile', 'Profile'], ['classes', 'Classes']];

export default {
  async mount(view, app) {
    const chosen = () => (TABS.some(([id]) => id === app.params.get('tab')) ? app.params.get('tab') : 'memory');
    const body = h('div', { class: 'part' });
    let part = null;
    let shown = '';
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'JVM'), tabs('Part of the page', TABS, chosen(), (tab) => app.params.set({ tab, thread: null, route: null, group: null }, { push: true }))),
      body,
    );
    const parts = { memory, threads, profile, classes };
    function open() {
      if (shown !== chosen()) {
        part?.unmount?.();
        shown = chosen();
        view.querySelectorAll('.page-head .tabs button').forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.id === shown)));
        part = parts[shown](put(body), app);
      }
    }
    open();
    return {
      onParams: open,
      refresh: (signal) => part.refresh(signal),
      unmount: () => part.unmount?.(),
    };
  },
};

const labelled = (result, of) => ({
  times: result.times,
  series: result.series.map((each) => ({ label: of(each.metric), values: each.values })),
});

function memory(view, app) {
  const common = { onBrush: app.zoom };
  const heap = chart({ label: 'Heap by pool', unit: 'bytes', stack: true, ...common });
  const other = chart({ label: 'Other memory', unit: 'bytes', ...common });
  const pauses = chart({ label: 'Time in collections', unit: 'percent', ...common });
  const allocated = chart({ label: 'Allocation rate', unit: 'bytes', ...common, empty: { title: 'Not counted yet', hint: 'Wait for some seconds; a JVM other than HotSpot may not count what its threads allocate.' } });
  const counts = chart({ label: 'Collections per second', unit: 'rate', ...common });
  const states = chart({ label: 'Threads by state', unit: 'number', stack: true, ...common });
  const cpu = chart({ label: 'CPU', unit: 'percent', ...common });
  const figures = h('div', { class: 'stats' });
  const all = [heap, other, pauses, allocated, counts, states, cpu];
  view.append(
    figures,
    h(
      'div',
      { class: 'grid' },
      panel('Heap by pool', { info: 'used', actions: [act(app, 'Collect garbage', collect, { title: 'A full collection; the application pauses' })] }, heap.el),
      panel('CPU', { info: 'share of the cores that the process may use' }, cpu.el),
      panel('Time in collections', { info: 'share of the time, by collector' }, pauses.el),
      panel('Allocation', { info: 'bytes per second, by all threads' }, allocated.el),
      panel('Collections', { info: 'per second, by collector' }, counts.el),
      panel('Threads by state', {}, states.el),
      panel('Beside the heap', { info: 'metaspace, code, buffers, the whole process' }, other.el),
    ),
  );
  async function collect() {
    const done = await app.api.post('/monitoring/jvm/gc');
    app.refresh();
    return 'Collected in ' + millis(done.millis) + ': ' + bytes(done.before_bytes) + ' → ' + bytes(done.after_bytes);
  }
  async function filled(target, query, of, signal) {
    try {
      const result = await app.prom.range(query, app.range, signal);
      target.update(labelled(result, of));
      return result;
    } catch (e) {
      target.fail(e);
      if (e.name === 'AbortError') {
        throw e;
      }
      return { times: [], series: [] };
    }
  }
  return {
    async refresh(signal) {
      const window = '[' + app.range.rate + ']';
      const results = await Promise.all([
        filled(heap, 'jvm_memory_pool_used_bytes{pool!~"Code.*|Metaspace|Compressed.*"}', (m) => m.pool, signal),
        filled(pauses, 'sum by (gc) (rate(jvm_gc_collection_seconds_sum' + window + '))', (m) => m.gc, signal),
        filled(counts, 'sum by (gc) (rate(jvm_gc_collection_seconds_count' + window + '))', (m) => m.gc, signal),
        filled(states, 'jvm_threads_state > 0', (m) => m.state.toLowerCase().replace('_', ' '), signal),
        filled(cpu, 'label_replace(rate(process_cpu_seconds_total' + window + ') / ignoring(a) cpu_cores, "what", "this process", "", "") or label_replace(host_cpu_usage_percent / 100, "what", "whole host", "", "")', (m) => m.what, signal),
        filled(other, 'sum by (pool) (jvm_memory_pool_used_bytes{pool=~"Code.*|Metaspace|Compressed.*"}) or label_replace(sum(jvm_buffer_pool_used_bytes), "pool", "buffers", "", "") or label_replace(process_resident_memory_bytes, "pool", "process, resident", "", "")', (m) => m.pool, signal),
      ]);
      await filled(allocated, 'rate(jvm_memory_allocated_bytes_total' + window + ')', () => 'allocated', signal);
      const [used, max, gc, threads, loaded] = await Promise.all([
        app.prom.scalar('jvm_memory_used_bytes{area="heap"}', signal),
        app.prom.scalar('jvm_memory_max_bytes{area="heap"}', signal),
        app.prom.scalar('sum(rate(jvm_gc_collection_seconds_sum[5m]))', signal),
        app.prom.scalar('jvm_threads_current', signal),
        app.prom.scalar('jvm_classes_currently_loaded', signal),
      ]);
      const process = results[4].series.find((each) => each.metric.what === 'this process');
      const load = process ? last(process.values) : NaN;
      put(
        figures,
        stat('Heap used', bytes(used), { note: max > 0 ? percent(used / max) + ' of ' + bytes(max) : '', tone: used / max > 0.9 ? 'warn' : '' }),
        stat('In collections', percent(gc), { note: 'of the last five minutes', tone: gc > 0.1 ? 'bad' : gc > 0.05 ? 'warn' : '' }),
        stat('CPU', percent(load), { note: 'of its cores' }),
        stat('Threads', number(threads)),
        stat('Classes', number(loaded), { note: 'loaded' }),
      );
    },
    unmount: () => all.forEach((each) => each.destroy()),
  };
}

function threads(view, app) {
  const tone = { BLOCKED: 'bad', RUNNABLE: 'good' };
  const word = (state) => state.toLowerCase().replace('_', ' ');
  const stuck = h('div', {});
  const stack = h('div', {});
  const groups = table(
    [
      { key: 'name', label: 'Group', wide: true, cell: (row) => name(row.name, 80) },
      { key: 'count', label: 'Threads', num: true },
      { key: 'cpu_ms', label: 'CPU time', num: true, cell: (row) => millis(row.cpu_ms) },
      { key: 'states', label: 'States', value: (row) => Object.keys(row.states).join(' '), cell: (row) => Object.entries(row.states).map(([state, count]) => [badge(word(state) + ' ' + count, tone[state]), ' ']) },
    ],
    { caption: 'Thread groups', sort: ['count', 'desc'], filter: 'Filter groups', csv: 'thread-groups.csv' },
  );
  const list = table(
    [
      { key: 'name', label: 'Thread', wide: true, cell: (row) => h('button', { type: 'button', class: 'link', onclick: () => show(row) }, clip(row.name, 80)) },
      { key: 'state', label: 'State', cell: (row) => badge(word(row.state), tone[row.state]) },
      { key: 'cpu_ms', label: 'CPU time', num: true, cell: (row) => (row.cpu_ms < 0 ? '–' : millis(row.cpu_ms)) },
      { key: 'top', label: 'Does', value: (row) => row.stack[0] || '', cell: (row) => h('code', {}, clip(row.stack[0] || '', 120)) },
      { key: 'locked_on', label: 'Waits for', cell: (row) => (row.locked_on ? h('code', {}, clip(row.locked_on, 80)) : '') },
    ],
    { caption: 'Threads', sort: ['cpu_ms', 'desc'], filter: 'Filter by name, state, frame or lock', csv: 'threads.csv', open: show },
  );
  let all = [];
  let asked = app.params.get('thread');
  function show(row) {
    const owner = all.find((each) => each.id === row.blocked_by);
    app.params.set({ thread: row.id }, { quiet: true });
    put(
      stack,
      panel(
        clip(row.name, 120),
        { info: word(row.state) + (row.daemon ? ', daemon' : ''), actions: [h('button', { type: 'button', class: 'quiet', onclick: () => { app.params.set({ thread: null }, { quiet: true }); put(stack); } }, 'Close')] },
        row.locked_on && h('p', { class: 'muted' }, 'waits for ', h('code', {}, clip(row.locked_on, 200)), owner && [', held by ', h('button', { type: 'button', class: 'link', onclick: () => show(owner) }, clip(owner.name, 80))]),
        row.stack.length ? h('pre', { class: 'stack', tabindex: '0' }, row.stack.map((each) => 'at ' + each).join('\n')) : empty('No frames', 'The thread runs nothing of Java now.'),
      ),
    );
    stack.scrollIntoView({ block: 'nearest' });
  }
  const save = h('button', { type: 'button', onclick: () => download('threads.txt', all.map(text).join('\n'), 'text/plain') }, 'Save as text');
  const text = (each) => '"' + each.name + '" #' + each.id + (each.daemon ? ' daemon' : '') + '\n   java.lang.Thread.State: ' + each.state + '\n' + each.stack.map((frame) => '\tat ' + frame + '\n').join('');
  view.append(
    stuck,
    stack,
    panel('Groups', { info: 'threads of one pool, whose names differ by a number' }, groups.el),
    panel('Threads', { info: 'of the platform; virtual ones are not known to the JVM’s management', actions: [save] }, list.el),
  );
  return {
    async refresh(signal) {
      const answer = await app.api.get('/monitoring/jvm/threads', {}, signal);
      all = answer.threads;
      groups.update(answer.groups);
      list.update(all);
      const row = asked && all.find((each) => String(each.id) === asked);
      asked = '';
      if (row) {
        show(row);
      }
      put(
        stuck,
        answer.deadlocks.map((circle) =>
          h(
            'div',
            { class: 'state error', role: 'alert' },
            h('strong', {}, 'Deadlock of ' + circle.length + ' threads'),
            h('p', {}, circle.map((id) => all.find((each) => each.id === id)).filter(Boolean).map((each, i) => [i > 0 && ' waits for ', h('button', { type: 'button', class: 'link', onclick: () => show(each) }, clip(each.name, 80))])),
          ),
        ),
        answer.omitted > 0 && h('p', { class: 'muted' }, number(answer.omitted) + ' more threads are not shown'),
      );
    },
  };
}

function profile(view, app) {
  const graph = flame({ label: 'Profile' });
  const length = h('select', { 'aria-label': 'How long' }, [2, 5, 10, 30, 60].map((each) => h('option', { value: each, selected: each === 10 }, each + ' s')));
  const choice = (key, label) => {
    const asked = app.params.get(key);
    const choose = (event) => { app.params.set({ [key]: event.target.value || null }, { quiet: true }); load(); };
    return h('select', { 'aria-label': label, onchange: choose }, asked && h('option', { value: asked, selected: true }, clip(asked, 60)));
  };
  const route = choice('route', 'Route');
  const group = choice('group', 'Threads');
  const status = h('div', {});
  const box = h('div', { hidden: true }, h('div', { class: 'table-bar' }, h('label', {}, 'Route ', route), h('label', {}, 'Threads ', group)), graph.el);
  const start = act(app, 'Take a profile', begin, { class: 'primary' });
  let timer = 0;
  let seen = '';
  view.append(
    panel(
      'Profile',
      { info: 'where CPU time goes: stacks of running threads each 10 ms, by the JVM’s flight recorder', actions: [h('label', {}, length), start] },
      status,
      box,
    ),
  );
  async function begin() {
    await app.api.post('/monitoring/jvm/profile', '', { seconds: length.value });
    await load();
    return '';
  }
  /** What there is to choose from, each with its share; what was chosen stays, even with nothing of it. */
  function choices(select, counts) {
    const kept = select.value;
    const all = counts.reduce((sum, each) => sum + each.samples, 0);
    const shown = kept && !counts.some((each) => each.name === kept) ? [...counts, { name: kept, samples: 0 }] : counts;
    put(
      select,
      h('option', { value: '' }, 'all, ' + samples(all)),
      shown.map((each) => h('option', { value: each.name, selected: each.name === kept }, clip(each.name, 60) + ', ' + percent(each.samples / Math.max(1, all)) + ', ' + samples(each.samples))),
    );
  }
  async function load(signal) {
    clearTimeout(timer);
    let answer;
    try {
      answer = await app.api.get('/monitoring/jvm/profile', { route: route.value, group: group.value }, signal);
    } catch (e) {
      if (e.name === 'AbortError') {
        return;
      }
      put(status, failure(e));
      return;
    }
    if (answer.state === 'running') {
      box.hidden = true;
      put(status, h('div', { class: 'state' }, h('strong', {}, 'Sampling for ' + answer.seconds + ' s, since ' + time(Date.parse(answer.started))), act(app, 'Stop now', () => app.api.del('/monitoring/jvm/profile').then(() => load()).then(() => ''))));
      timer = setTimeout(() => load(), 1000);
      return;
    }
    if (answer.state === 'none') {
      put(status, empty('No profile has been taken yet', may(app) ? 'Take one: it costs some percent of a core while it lasts.' : 'An operator can take one: sign in with the token of one.'));
      return;
    }
    if (answer.state === 'failed') {
      put(status, failure({ message: 'The profile failed: ' + answer.error, hint: 'The flight recorder may be switched off in this JVM.' }));
      return;
    }
    const key = answer.started + '\n' + route.value + '\n' + group.value;
    if (key !== seen) {
      seen = key;
      choices(route, answer.routes);
      choices(group, answer.groups);
      graph.update(answer.tree);
    }
    box.hidden = answer.samples === 0;
    put(status, answer.samples === 0 && empty('Nothing ran', 'No thread used the CPU when samples were taken; try again under load.'));
  }
  return { refresh: (signal) => load(signal), unmount: () => clearTimeout(timer) };
}

function classes(view, app) {
  const status = h('div', {});
  const list = table(
    [
      { key: 'name', label: 'Class', wide: true, cell: (row) => h('code', {}, name(row.name, 120)) },
      { key: 'instances', label: 'Objects', num: true, cell: (row) => row.instances.toLocaleString('en') },
      { key: 'bytes', label: 'Bytes', num: true, cell: (row) => [bytes(row.bytes), h('i', { class: 'meter', style: { width: 100 * row.share + '%' } })] },
      { key: 'share', label: 'Share', num: true, cell: (row) => percent(row.share) },
      { key: 'module', label: 'Module' },
    ],
    { caption: 'Classes by the memory of their objects', sort: ['bytes', 'desc'], filter: 'Filter classes', csv: 'classes.csv', empty: { title: 'Not counted yet' } },
  );
  list.el.hidden = true;
  const count = (live) => async () => {
    put(status, loading('Counting'));
    try {
      const answer = await app.api.get('/monitoring/jvm/histogram', { live });
      list.el.hidden = false;
      list.update(answer.classes.map((each) => ({ ...each, share: each.bytes / Math.max(1, answer.bytes) })));
      put(status, h('p', { class: 'muted' }, number(answer.instances) + ' objects, ' + bytes(answer.bytes) + (live ? ' after a collection' : ', garbage included') + '; it took ' + millis(answer.millis) + (answer.omitted ? '; ' + number(answer.omitted) + ' smaller classes left out' : '')));
    } catch (e) {
      put(status);
      throw e;
    }
  };
  put(status, empty('Not counted yet', 'The application stands still while objects are counted: some hundred milliseconds for each gigabyte of heap.'));
  view.append(panel('Classes', { info: 'what objects take, by class', actions: [act(app, 'Count', count(false), { class: 'primary' }), act(app, 'Collect, then count', count(true))] }, status, list.el));
  return { refresh: async () => {} };
}
