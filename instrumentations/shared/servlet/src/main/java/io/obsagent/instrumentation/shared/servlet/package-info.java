// SPDX-License-Identifier: Apache-2.0
/**
 * What every servlet container and every framework above one has to know. Nothing here refers to
 * the servlet API, which has one name before and another after version 5.
 */
@NullMarked
package io.obsagent.instrumentation.shared.servlet;

import org.jspecify.annotations.NullMarked;
