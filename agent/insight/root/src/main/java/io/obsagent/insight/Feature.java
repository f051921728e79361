// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.service.AgentContext;
import java.util.List;

/**
 * A part of insight with a life of its own: alerting, and what stands beside it. Registered in
 * {@code META-INF/services}, with a constructor that does nothing. One that fails is told and left
 * out; the others go on.
 */
public interface Feature extends AutoCloseable {
  /** What it is called among the agent's parts: {@code alerting}. */
  String name();

  /**
   * Features start, and do their part of each cycle, in rising order; whoever reads the others'
   * series is late.
   */
  default int order() {
    return 0;
  }

  /** All options it reads, for the reference page and the check of unknown keys. */
  default List<Option<?>> options() {
    return List.of();
  }

  /** Parts of the configuration file that it owns. */
  default List<Section<?>> sections() {
    return List.of();
  }

  /** Where its endpoints are: each is one of these paths, or below one. */
  default List<String> paths() {
    return List.of();
  }

  /**
   * Adds its endpoints. Called once, when somebody asks for something below {@link #paths}; none of
   * them is asked before {@link #start} has returned.
   */
  default void routes(Endpoints endpoints) {}

  /**
   * Tells what is wrong with what it will read, at once: it begins some seconds later. Called once,
   * at start, if insight is on; must not wait for anything.
   */
  default void check(Config config) {}

  /**
   * Does what must be done before the first requests, if it can: gives histograms the bounds that
   * it needs. Called once, at start, if insight is on; must not wait for anything.
   */
  default void prepare(AgentContext context) {}

  /** Begins, once, before the first cycle. */
  void start(Insight insight, AgentContext context) throws Exception;

  /**
   * Its part of a cycle, after a sample of each metric has been stored. Features follow each other
   * on one thread, so none may wait for a network.
   *
   * @param timeMillis the instant that the samples have, a multiple of the interval
   */
  default void cycle(long timeMillis) {}

  /** Ends; called once, also where it did not start. */
  @Override
  void close();
}
