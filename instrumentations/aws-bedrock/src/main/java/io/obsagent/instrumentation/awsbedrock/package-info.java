// SPDX-License-Identifier: Apache-2.0
/**
 * Bedrock of AWS' SDK 2. Size: two APIs, whole, streamed and in both directions, whose requests,
 * answers and events share no type.
 */
@NullMarked
package io.obsagent.instrumentation.awsbedrock;

import org.jspecify.annotations.NullMarked;
