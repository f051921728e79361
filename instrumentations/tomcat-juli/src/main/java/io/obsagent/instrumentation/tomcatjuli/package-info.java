// SPDX-License-Identifier: Apache-2.0
/**
 * The levels of Tomcat's loggers, of which each web application has its own. Their records are
 * taken as those of java.util.logging; lines of JSON are written to its files.
 *
 * <p>Size: levels for each class loader, and two handlers that tell nobody their file.
 */
@NullMarked
package io.obsagent.instrumentation.tomcatjuli;

import org.jspecify.annotations.NullMarked;
