// SPDX-License-Identifier: Apache-2.0
/** Instruments the greeter of these tests: every kind of advice, some of it broken on purpose. */
package io.obsagent.instrumentation.greeter;
