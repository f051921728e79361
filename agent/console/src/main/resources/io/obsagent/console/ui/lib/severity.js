// SPDX-License-Identifier: Apache-2.0
// Which alert to look at first.

/** The worst first. */
const SEVERITIES = ['critical', 'high', 'warning', 'info'];

/** How bad a severity is: the more the worse; one of one's own is between info and none. */
export const severityOf = (labels) => {
  const at = SEVERITIES.indexOf(labels?.severity);
  return at >= 0 ? SEVERITIES.length + 1 - at : labels?.severity ? 1 : 0;
};

/** The alert that always fires: it proves that alerts come through, and says nothing of the application. */
export const isWatchdog = (alert) => alert.labels.alertname === 'Watchdog';

/** Alerts in the order to read them in: those that fire, the worst first, the latest first. */
export const byUrgency = (a, b) =>
  isWatchdog(a) - isWatchdog(b) || (b.state === 'firing') - (a.state === 'firing') || severityOf(b.labels) - severityOf(a.labels) || Date.parse(b.activeAt) - Date.parse(a.activeAt);
