// SPDX-License-Identifier: Apache-2.0
/**
 * google-genai. Size: what requests and answers say, and a stream that cannot be wrapped: its
 * iterators are.
 */
@NullMarked
package io.obsagent.instrumentation.googlegenai;

import org.jspecify.annotations.NullMarked;
