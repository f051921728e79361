// SPDX-License-Identifier: Apache-2.0
/**
 * Gauges and times of Oracle UCP.
 *
 * <p>Size: data sources and pools are told apart, and neither leads to the other.
 */
@NullMarked
package io.obsagent.instrumentation.ucp;

import org.jspecify.annotations.NullMarked;
