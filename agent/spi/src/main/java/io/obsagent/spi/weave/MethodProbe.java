// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.weave;

import java.util.List;

/**
 * What is put into one method. Immutable.
 *
 * <pre>
 *   token = enter(this?, arguments…)                                   if it takes a token
 *   body
 *   exit(nanos?, token?, this?, arguments…, result?, thrown)           [returns the result]
 * </pre>
 *
 * Arguments are those that the caller gave, whatever the body has made of its variables.
 *
 * @param id names the probe when its sites are linked
 * @param timed whether exit gets {@link System#nanoTime} of the entry, as its first parameter
 * @param token whether there is an entry, whose answer exit gets
 * @param self whether both get {@code this}; null in a static method
 * @param arguments indices of the arguments that both get, ascending
 * @param result whether exit gets the result; the zero of its type where something was thrown
 * @param replaces whether exit answers what the method returns instead; only of references
 */
public record MethodProbe(
    int id,
    boolean timed,
    boolean token,
    boolean self,
    List<Integer> arguments,
    boolean result,
    boolean replaces) {}
