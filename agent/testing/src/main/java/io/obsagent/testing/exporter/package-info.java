// SPDX-License-Identifier: Apache-2.0
/** The agent's side of the tests: hands spans and metrics over in types of the JDK. */
@NullMarked
package io.obsagent.testing.exporter;

import org.jspecify.annotations.NullMarked;
