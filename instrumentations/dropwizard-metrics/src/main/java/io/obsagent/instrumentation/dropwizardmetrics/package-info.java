// SPDX-License-Identifier: Apache-2.0
/**
 * What the application has in registries of Dropwizard Metrics, among the agent's metrics.
 *
 * <p>Size: versions 4 and 5 have the same classes in two packages, and advice for each.
 */
@NullMarked
package io.obsagent.instrumentation.dropwizardmetrics;

import org.jspecify.annotations.NullMarked;
