// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/**
 * A callback of an instrumentation that needs no context: it is not given the one of the thread
 * that registers it, which would cost two objects and two changes of the context for nothing.
 */
public interface WithoutContext {}
