// SPDX-License-Identifier: Apache-2.0
/** A local server that speaks OpenAI's wire format, for demonstrations, tests and benchmarks. */
@NullMarked
package io.obsagent.smoke.provider;

import org.jspecify.annotations.NullMarked;
