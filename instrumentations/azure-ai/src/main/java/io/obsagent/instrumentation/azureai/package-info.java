// SPDX-License-Identifier: Apache-2.0
/**
 * Azure's own clients of AI models. Size: two libraries of one shape, whose answers come at once,
 * as a Mono, as a Flux, or as a stream that is iterated over.
 */
@NullMarked
package io.obsagent.instrumentation.azureai;

import org.jspecify.annotations.NullMarked;
