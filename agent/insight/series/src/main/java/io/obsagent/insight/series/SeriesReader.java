// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.LabelMatcher;
import java.util.Collection;
import java.util.List;

/** What a query reads from. Implementations are thread-safe. */
public interface SeriesReader {
  /**
   * Every series that fulfils all matchers and has a sample in the range, in no particular order.
   *
   * @param fromMillis first instant, inclusive, epoch milliseconds
   * @param toMillis last instant, inclusive, epoch milliseconds
   * @param maxSamples the most samples the answer may hold in all
   * @throws SampleLimitException if the answer would hold more than {@code maxSamples}
   */
  List<Samples> select(
      Collection<LabelMatcher> matchers, long fromMillis, long toMillis, int maxSamples);
}
