// SPDX-License-Identifier: Apache-2.0
/** Recording and alerting rules in Prometheus' format: reading, evaluating, testing, exporting. */
@NullMarked
package io.obsagent.insight.alerting.rules;

import org.jspecify.annotations.NullMarked;
