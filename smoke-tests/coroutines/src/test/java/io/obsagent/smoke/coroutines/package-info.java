// SPDX-License-Identifier: Apache-2.0
/** Coroutines of an application, woven. */
package io.obsagent.smoke.coroutines;
