// SPDX-License-Identifier: Apache-2.0
/**
 * Helidon's health checks, in MP those of MicroProfile Health: asked by the agent's health, where
 * they are. Helidon's class files are of Java 21, which a compiler of Java 17 does not read, and so
 * its types are asked through method handles.
 */
@NullMarked
package io.obsagent.instrumentation.helidonhealth;

import org.jspecify.annotations.NullMarked;
