// SPDX-License-Identifier: Apache-2.0
// Before the first paint, so that a chosen theme does not flash the other one.
(function () {
  try {
    const chosen = localStorage.getItem('obs.theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage is switched off: the system's theme it is.
  }
})();
