// SPDX-License-Identifier: Apache-2.0
/**
 * Spring AI 1.0 to 2.0 at its interfaces, so that models, tools and stores of others are seen, too.
 *
 * <p>Size: models, streams, tools and stores, and a call that runs tools within itself.
 */
@NullMarked
package io.obsagent.instrumentation.springai;

import org.jspecify.annotations.NullMarked;
