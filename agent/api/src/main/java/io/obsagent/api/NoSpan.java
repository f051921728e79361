// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import java.util.Map;

/** What there is without the agent, and where it watches nothing. */
enum NoSpan implements Tracked {
  INSTANCE;

  @Override
  public Span attribute(String key, String value) {
    return this;
  }

  @Override
  public Span attribute(String key, long value) {
    return this;
  }

  @Override
  public Span attribute(String key, double value) {
    return this;
  }

  @Override
  public Span attribute(String key, boolean value) {
    return this;
  }

  @Override
  public Span event(String name, Map<String, ?> attributes) {
    return this;
  }

  @Override
  public Span failed(Throwable cause) {
    return this;
  }

  @Override
  public Span failed(String reason) {
    return this;
  }

  @Override
  public Tracked success() {
    return this;
  }

  @Override
  public Span detach() {
    return this;
  }

  @Override
  public void close() {
    // There is nothing to end.
  }
}
