// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.List;

/**
 * A part of the agent with a life of its own, started on an agent thread beside the application and
 * closed when the JVM ends. Registered in {@code META-INF/services}.
 */
public interface AgentService extends AutoCloseable {
  /**
   * Services start in rising order, and are asked for their routes in it; the port, which serves
   * all of these, starts last.
   */
  int ORDER_OF_PORT = 100;

  default int order() {
    return 0;
  }

  /** All options it reads, for the reference page and the check of unknown keys. */
  List<Option<?>> options();

  /** Parts of the file that it owns. */
  default List<Section<?>> sections() {
    return List.of();
  }

  /**
   * Adds what is wrong in the files that it would read to {@link
   * io.obsagent.spi.diagnostics.Problems}, without starting anything. For the command {@code
   * config}.
   */
  default void check(Config config) {}

  /**
   * Starts, or does nothing where it is switched off. An exception is logged, and the others start
   * all the same.
   *
   * @return where to find it, e.g. a URL, for the line that the agent says of itself; or empty
   */
  String start(AgentContext context) throws Exception;

  /**
   * Whether it hands spans or log records to the exporters, the last of them as it is closed: then
   * it is closed before they stop, and takes little time for it.
   */
  default boolean feedsExporters() {
    return false;
  }

  /** Stops; called once, also when it did not start. */
  @Override
  void close();
}
