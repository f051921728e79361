// SPDX-License-Identifier: Apache-2.0
/**
 * Bedrock of AWS' SDK 2. Size: two APIs, whole and streamed, and bodies of six vendors, of which
 * only numbers are wanted: they are read as they stand.
 */
@NullMarked
package io.obsagent.instrumentation.awsbedrock;

import org.jspecify.annotations.NullMarked;
