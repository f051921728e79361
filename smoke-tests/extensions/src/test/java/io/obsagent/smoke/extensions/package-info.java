// SPDX-License-Identifier: Apache-2.0
/** Extensions of OpenTelemetry's SDK under the built jar. */
@NullMarked
package io.obsagent.smoke.extensions;

import org.jspecify.annotations.NullMarked;
