// SPDX-License-Identifier: Apache-2.0
/**
 * Pulsar's client, repackaged or not: what is advised and used of it names no class of a library
 * inside.
 *
 * <p>Size: the library gives messages to listeners, to threads that wait, to futures, and several
 * at once.
 */
@NullMarked
package io.obsagent.instrumentation.pulsar;

import org.jspecify.annotations.NullMarked;
