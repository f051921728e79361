// SPDX-License-Identifier: Apache-2.0
/**
 * OkHttp. Size: the context of a call that is enqueued, and the links of a chain, which OkHttp 4.0
 * passes on in another way than its successors.
 */
@NullMarked
package io.obsagent.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
