// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

/** Where handlers are registered. */
@FunctionalInterface
public interface Routes {
  /**
   * @param method {@code GET} (serves HEAD, too), {@code POST}, {@code PUT}, {@code DELETE}
   * @param path {@code /monitoring/alerts/rules/{name}/enable}: a segment in braces matches any one
   *     segment and is given as {@link Request#pathParameter}; a last segment of two asterisks
   *     matches whatever follows
   */
  void add(String method, String path, Access access, Handler handler);
}
