// SPDX-License-Identifier: Apache-2.0
/** The console as a person meets it. */
package io.obsagent.smoke.console;
