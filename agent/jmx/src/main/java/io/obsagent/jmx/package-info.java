// SPDX-License-Identifier: Apache-2.0
/** Attributes of MBeans as metrics. No class but the service is loaded where none is asked for. */
@NullMarked
package io.obsagent.jmx;

import org.jspecify.annotations.NullMarked;
