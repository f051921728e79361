// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value with named fields and methods that says itself what a template may see of it. */
public interface TemplateObject {
  /**
   * @param args arguments of a method; empty for a field
   * @throws TemplateException if there is no such field or method
   */
  @Nullable Object get(String name, List<@Nullable Object> args) throws TemplateException;

  /** The list or map that {@code range}, {@code len} and {@code index} see, or null for none. */
  default @Nullable Object elements() {
    return null;
  }

  /** How it is printed, or null for as its elements are. */
  default @Nullable String text() {
    return null;
  }

  /** What {@code toJson} writes: a list or map, the fields of a {@code LinkedHashMap} in order. */
  default @Nullable Object json() throws TemplateException {
    return elements();
  }
}
