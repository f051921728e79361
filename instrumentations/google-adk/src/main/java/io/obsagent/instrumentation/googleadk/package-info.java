// SPDX-License-Identifier: Apache-2.0
/**
 * Google's Agent Development Kit 1.0 to 1.8: agents and tools; models are seen where their SDKs are
 * called, and MCP where its SDK is.
 *
 * <p>Size: agents answer by one type of RxJava, tools by another.
 */
@NullMarked
package io.obsagent.instrumentation.googleadk;

import org.jspecify.annotations.NullMarked;
