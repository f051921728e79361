// SPDX-License-Identifier: Apache-2.0
import { h } from '../lib/dom.js';
import { panel } from '../lib/panel.js';
import { chart } from '../lib/chart.js';

export default {
  async mount(view, app) {
    const rate = chart({ label: 'Requests per second', unit: 'rate', annotations: app.annotations, onBrush: app.zoom });
    view.append(h('h1', {}, 'Overview'), panel('Requests', { info: 'per second, by status' }, rate.el));
    return {
      async refresh(signal) {
        const query = 'sum by (status_code) (rate(http_requests_total[' + app.range.rate + ']))';
        const { times, series } = await app.prom.range(query, app.range, signal);
        rate.update({ times, series: series.map((each) => ({ label: each.metric.status_code, values: each.values })) });
      },
      unmount: () => rate.destroy(),
    };
  },
};
