// SPDX-License-Identifier: Apache-2.0
/** Writes each span as one line of JSON, for those with no back end. */
@NullMarked
package io.obsagent.exporter.logging;

import org.jspecify.annotations.NullMarked;
