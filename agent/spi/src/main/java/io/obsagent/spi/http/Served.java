// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import java.util.List;
import java.util.function.Consumer;

/**
 * Routes that are made once a request comes which may be for one of them: what nobody asks for
 * loads no class.
 *
 * @param below where they are: each of their paths is one of these, or below one; all are below
 *     {@code /}
 * @param routes called once, to add them
 */
public record Served(List<String> below, Consumer<Routes> routes) {}
