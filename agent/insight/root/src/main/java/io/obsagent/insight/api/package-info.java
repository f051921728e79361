// SPDX-License-Identifier: Apache-2.0
/** How features answer over HTTP: endpoints in Prometheus' shape, with one mapping of errors. */
@NullMarked
package io.obsagent.insight.api;

import org.jspecify.annotations.NullMarked;
