// SPDX-License-Identifier: Apache-2.0
/** What an exporter compiles against. */
@NullMarked
package io.obsagent.spi.export;

import org.jspecify.annotations.NullMarked;
