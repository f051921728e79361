// SPDX-License-Identifier: Apache-2.0
// Before the first paint: the theme that was chosen, or else the system's, so that none flashes.
(function () {
  const system = matchMedia('(prefers-color-scheme: dark)');
  function apply() {
    let chosen = '';
    try {
      chosen = localStorage.getItem('obs.theme');
    } catch {
      // Storage is switched off: the system's theme it is.
    }
    document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light';
  }
  apply();
  system.addEventListener('change', () => {
    apply();
    document.dispatchEvent(new Event('obs:theme'));
  });
})();
