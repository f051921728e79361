// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import java.util.Locale;

/** Why a trace is kept. */
enum Kept {
  /** A span of it has failed. */
  ERROR(0.5),

  /** It was among the slowest of its route. */
  SLOW(0.25),

  /** By chance, as any other of its route. */
  SAMPLE(0.25);

  final String text = name().toLowerCase(Locale.ROOT);

  /** Of the store's room, once that is short. */
  final double share;

  Kept(double share) {
    this.share = share;
  }
}
