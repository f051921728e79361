// SPDX-License-Identifier: Apache-2.0
// What happened, on every chart: deployments and starts from the events, alerts when they began to fire.
import { api, prom } from './api.js';

const EVERY_MILLIS = 15000;
let asked = { at: 0, key: '' };

export const annotations = {
  /** `[{time: epoch seconds, label, tone}]`, in order. */
  list: [],
  events: false,
  async refresh(range, signal) {
    const key = range.start + ' ' + range.seconds;
    if (Date.now() - asked.at < EVERY_MILLIS && (range.live ? asked.seconds === range.seconds : asked.key === key)) {
      return;
    }
    asked = { at: Date.now(), key, seconds: range.seconds };
    const [deployments, alerts] = await Promise.all([deploymentsIn(range, signal), alertsIn(range, signal)]);
    annotations.list = [...deployments, ...alerts].sort((a, b) => a.time - b.time);
  },
};

async function deploymentsIn(range, signal) {
  if (!annotations.events) {
    return [];
  }
  try {
    const answer = await api.get('/monitoring/events', { type: 'deployment', since: new Date(range.from).toISOString(), limit: 100 }, signal);
    return answer.data.events
      .map((each) => ({ time: Date.parse(each.time) / 1000, label: each.attributes.version || each.title, tone: 'accent' }))
      .filter((each) => each.time >= range.start && each.time <= range.end + range.step);
  } catch (e) {
    return quiet(e);
  }
}

async function alertsIn(range, signal) {
  try {
    const { times, series } = await prom.range('max by (alertname) (ALERTS{alertstate="firing",alertname!="Watchdog"})', range, signal);
    return series.flatMap((each) =>
      each.values.flatMap((v, i) => (v && !each.values[i - 1] ? [{ time: times[i], label: each.metric.alertname, tone: 'bad' }] : [])),
    );
  } catch (e) {
    return quiet(e);
  }
}

/** A chart without annotations is still a chart. */
function quiet(error) {
  if (error.name === 'AbortError') {
    asked.at = 0;
    throw error;
  }
  return [];
}
