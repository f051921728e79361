// SPDX-License-Identifier: Apache-2.0
/**
 * Hosts without {@code /proc}, read by oshi.
 *
 * <pre>
 *   AgentClassLoader          OshiHost      found by ServiceLoader, makes the layer
 *   layer of one module       OshiReader ─► oshi ─► JNA ─► native library
 * </pre>
 *
 * The same jar serves both: as an extension it gives its entry only; as a module of its own layer,
 * all. So the right to call native code can go to that module, and neither to the application nor
 * to the rest of the agent.
 */
@NullMarked
package io.obsagent.extension.oshi;

import org.jspecify.annotations.NullMarked;
