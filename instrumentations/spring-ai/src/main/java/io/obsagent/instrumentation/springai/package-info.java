// SPDX-License-Identifier: Apache-2.0
/**
 * Spring AI 1.0 to 2.0 at the interfaces of its models, so that those of others are seen, too.
 *
 * <p>Size: models answer at once or by a Flux, and those of Spring AI 1 run tools within a call,
 * which is several calls then.
 */
@NullMarked
package io.obsagent.instrumentation.springai;

import org.jspecify.annotations.NullMarked;
