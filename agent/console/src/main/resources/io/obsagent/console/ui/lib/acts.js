// SPDX-License-Identifier: Apache-2.0
// Buttons that change something: only for who may, with a word on what came of it.
import { h } from './dom.js';
import { toast } from './panel.js';

const RANK = { viewer: 0, operator: 1, admin: 2 };

/** Whether the caller has the role, or more. Without any token nobody can change anything. */
export function may(app, role = 'operator') {
  return app.me.tokens !== false && (RANK[app.me.role] ?? 0) >= RANK[role];
}

/** Why not; empty if he may. */
export function whyNot(app, role = 'operator') {
  if (may(app, role)) {
    return '';
  }
  return app.me.tokens === false
    ? 'Changes need a token: set server.token and sign in'
    : 'Needs the token of ' + (role === 'admin' ? 'the admin' : 'an operator') + '; you are signed in as ' + app.me.role;
}

/**
 * A button for an action. `act(app, 'Collect garbage', async () => 'what to say', {role, quiet, confirm})`.
 * Disabled while it runs; what it throws is told.
 */
export function act(app, label, run, options = {}) {
  const no = whyNot(app, options.role);
  const button = h(
    'button',
    {
      type: 'button',
      class: options.class || '',
      'aria-disabled': no ? 'true' : null,
      title: no || options.title,
      onclick: async () => {
        if (no) {
          toast(no, 'bad');
          return;
        }
        if (button.disabled) {
          return;
        }
        button.disabled = true;
        try {
          const said = await run();
          if (said) {
            toast(said);
          }
        } catch (e) {
          if (e.name !== 'AbortError') {
            toast(e.message + (e.hint ? ' ' + e.hint : ''), 'bad');
          }
        } finally {
          button.disabled = false;
        }
      },
    },
    label,
  );
  return button;
}
