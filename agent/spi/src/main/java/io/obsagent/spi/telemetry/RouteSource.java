// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/**
 * Who names the route of a request; a later constant knows better than an earlier one, and takes
 * its place in whatever order they come. Of one source the first counts, which is where the request
 * came in: targets of forwards, includes and error pages come after it. Only {@link #NESTED} is
 * another way round: each level knows more than the one around it.
 */
public enum RouteSource {
  /** The mapping of a server, such as that of a servlet. */
  CONTAINER,
  /** A filter that answers itself. */
  FILTER,
  /** The pattern of a framework's controller. */
  CONTROLLER,
  /** A part of a controller with patterns of its own; the last counts. */
  NESTED
}
