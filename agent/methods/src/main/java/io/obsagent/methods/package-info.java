// SPDX-License-Identifier: Apache-2.0
/**
 * Methods that the user names in YAML: metrics, spans and events of their calls.
 *
 * <pre>
 *   YAML ─► EntryReader ─► MethodEntry ─► Selection ─► (core weaves) ─► SiteCompiler ─► call site
 *                               └► Instruments                              └► WovenMethods: account
 * </pre>
 */
@NullMarked
package io.obsagent.methods;

import org.jspecify.annotations.NullMarked;
