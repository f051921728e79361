// SPDX-License-Identifier: Apache-2.0
// Objectives: what is left of each error budget, how fast it goes, and when it will be gone.
import { h, put, clip, name } from '../lib/dom.js';
import { panel, stat, badge, empty, dialog } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { number, percent, seconds, time } from '../lib/format.js';
import { act } from '../lib/acts.js';

const TONE = { OK: 'good', WARNING: 'warn', BREACHED: 'bad', INSUFFICIENT_DATA: '' };
const WORD = { OK: 'ok', WARNING: 'warning', BREACHED: 'breached', INSUFFICIENT_DATA: 'not enough data' };

export default {
  async mount(view, app) {
    const box = h('div', { class: 'part' });
    let asked = app.params.get('objective');
    const budgets = chart({ label: 'Error budgets that are left', unit: 'percent', max: 1 });
    view.append(h('div', { class: 'page-head' }, h('h1', {}, 'Objectives'), act(app, 'Add an objective', () => (add(app), ''), { title: 'Until the next start; write it into slo.files to keep it' })), box, panel('Budget that is left', { info: 'over the period of each objective; what is overspent by more than all of it stands at -100 %' }, budgets.el));
    return {
      async refresh(signal) {
        const { data } = await app.api.get('/monitoring/sla', {}, signal);
        const list = data.objectives;
        budgets.el.closest('.panel').hidden = list.length === 0;
        if (list.length === 0) {
          put(box, panel('', {}, empty('No objective is set', 'Say what share of requests shall succeed, or be fast: slo.files names a file with objectives: [{name: checkout, target: 99.5, route: /checkout, period: 30d}], or add one here to try it.')));
          return;
        }
        put(box, h('div', { class: 'cards' }, list.map((each) => card(each, app))));
        const row = asked && list.find((each) => String(each.id) === asked);
        asked = '';
        if (row) {
          more(row, app);
        }
        const times = [...new Set(list.flatMap((each) => each.budgetHistory.map((point) => Date.parse(point.time) / 1000)))].sort((a, b) => a - b);
        budgets.update({
          times,
          series: list.map((each) => {
            const at = new Map(each.budgetHistory.map((point) => [Date.parse(point.time) / 1000, Math.max(-1, point.remaining_percent / 100)]));
            let last = null;
            return { label: each.name, values: times.map((t) => (last = at.has(t) ? at.get(t) : last)) };
          }),
        });
      },
      unmount: () => budgets.destroy(),
    };
  },
};

function card(objective, app) {
  const left = objective.errorBudget.remaining_percent;
  const tone = TONE[objective.status];
  const burn = objective.burnRate['1h'] ?? NaN;
  return panel(
    clip(objective.name, 60),
    { info: objective.target + ' % ' + (objective.type || '') + ' over ' + objective.window, actions: [badge(WORD[objective.status] || objective.status, tone)] },
    objective.description && h('p', { class: 'muted' }, clip(objective.description, 200)),
    h('div', { class: 'budget ' + tone, role: 'img', 'aria-label': number(left) + ' percent of the budget left' }, h('i', { style: { width: Math.max(0, Math.min(100, left)) + '%' } })),
    h(
      'dl',
      { class: 'facts' },
      [
        ['Attained', number(objective.compliance_percent) + ' %'],
        ['Budget left', left < 0 ? 'none: ' + number(-objective.errorBudget.remainingEvents) + ' events too many' : number(left) + ' %, ' + number(objective.errorBudget.remainingEvents) + ' events'],
        ['Bad events', number(objective.badEvents) + ' of ' + number(objective.totalEvents)],
        ['Burn rate', number(burn) + '× in the last hour'],
        ['Gone in', left <= 0 ? 'it is spent' : objective.exhaustion.inSeconds == null ? 'not at this rate' : seconds(objective.exhaustion.inSeconds) + ' (' + time(Date.parse(objective.exhaustion.projectedAt)) + ')'],
      ].map(([key, what]) => [h('dt', {}, key), h('dd', {}, what)]),
    ),
    h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => more(objective, app) }, 'More'), objective.alerts.map((each) => badge(each.severity + ': ' + each.name, 'bad'))),
  );
}

function more(objective, app) {
  app.params.set({ objective: objective.id }, { quiet: true });
  const rates = table([{ key: 'window', label: 'Window' }, { key: 'rate', label: 'Burn rate', num: true, cell: (row) => number(row.rate) + '×' }], { caption: 'Burn rates' });
  rates.update(Object.entries(objective.burnRate).map(([window, rate]) => ({ window, rate })));
  const worst = table([{ key: 'what', label: 'Contributor', wide: true, cell: (row) => name(row.what, 120) }, { key: 'badEvents', label: 'Bad events', num: true, cell: (row) => number(row.badEvents) }], { caption: 'Worst contributors', empty: { title: 'Nothing has failed' } });
  worst.update(objective.worstContributors.map((each) => ({ badEvents: each.badEvents ?? each.bad ?? NaN, what: Object.entries(each.labels || each).filter(([key]) => !/bad|share/i.test(key)).map(([key, value]) => key + '=' + (typeof value === 'object' ? JSON.stringify(value) : value)).join(' ') })));
  const shown = dialog(clip(objective.name, 60), h('dl', { class: 'facts' }, [['Period', objective.period.start + ' to ' + objective.period.end], ['Data', percent(objective.dataCoverage_percent / 100) + ' of the period'], ['Budget', number(objective.errorBudget.totalEvents) + ' events, ' + number(objective.errorBudget.totalMinutes) + ' minutes']].map(([key, what]) => [h('dt', {}, key), h('dd', {}, what)])), h('h3', {}, 'Burn rates'), rates.el, h('h3', {}, 'Worst contributors'), worst.el, h('div', { class: 'row' }, act(app, 'Take it away', async () => {
    await app.api.del('/monitoring/sla/objectives/' + encodeURIComponent(objective.id));
    shown.close();
    app.refresh();
    return 'Gone';
  }, { title: 'Only of objectives that were added here' })));
  shown.addEventListener('close', () => app.params.set({ objective: null }, { quiet: true }));
}

function add(app) {
  const field = (id, label, props) => [h('label', { for: id }, label), h('input', { id, required: true, ...props })];
  const form = h(
    'form',
    {
      class: 'form',
      onsubmit: async (event) => {
        event.preventDefault();
        const value = (id) => form.querySelector('#' + id).value.trim();
        const objective = { name: value('slo-name'), target: Number(value('slo-target')), period: value('slo-period') };
        if (value('slo-route')) {
          objective.route = value('slo-route');
        }
        try {
          await app.api.post('/monitoring/sla/objectives', { objectives: [objective] });
          box.close();
          app.toast('Added');
          app.refresh();
        } catch (e) {
          app.toast(e.message, 'bad');
        }
      },
    },
    field('slo-name', 'Name', { placeholder: 'checkout', pattern: '[A-Za-z0-9_\\-]+' }),
    field('slo-target', 'Target in %', { type: 'number', min: '1', max: '99.9999', step: 'any', value: '99.5' }),
    field('slo-route', 'Route', { placeholder: '/checkout; empty for all', required: false }),
    field('slo-period', 'Period', { value: '30d' }),
    h('div', { class: 'wide' }, h('button', { type: 'submit', class: 'primary' }, 'Add')),
  );
  const box = dialog('Add an objective', h('p', {}, 'It counts from now on, and is gone with the next start unless it is in a file of slo.files.'), form);
}
