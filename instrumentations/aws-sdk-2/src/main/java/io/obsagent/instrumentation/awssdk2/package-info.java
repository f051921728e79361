// SPDX-License-Identifier: Apache-2.0
/**
 * AWS' SDK 2, whatever the service. Size: a call passes four classes of the SDK, on several
 * threads, and some services say more of it.
 */
@NullMarked
package io.obsagent.instrumentation.awssdk2;

import org.jspecify.annotations.NullMarked;
