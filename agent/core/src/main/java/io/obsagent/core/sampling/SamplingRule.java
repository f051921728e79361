// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sampling;

import io.obsagent.core.config.CommaList;
import java.util.ArrayList;
import java.util.List;

/**
 * The share of a path's traces to keep.
 *
 * @param ratio 0 to 1
 */
public record SamplingRule(String pattern, double ratio) {
  static List<SamplingRule> parseAll(String text) {
    List<SamplingRule> rules = new ArrayList<>();
    for (String item : CommaList.parse(text)) {
      int separator = item.lastIndexOf('=');
      if (separator <= 0 || !item.startsWith("/")) {
        throw new IllegalArgumentException("expected path=ratio, but found '" + item + "'");
      }
      rules.add(
          new SamplingRule(
              item.substring(0, separator).trim(),
              Sampler.parseRatio(item.substring(separator + 1))));
    }
    return List.copyOf(rules);
  }

  boolean matches(String path) {
    return PathGlobs.matches(pattern, path);
  }
}
