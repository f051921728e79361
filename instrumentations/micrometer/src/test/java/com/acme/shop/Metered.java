// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import java.util.concurrent.CompletableFuture;

/** Methods of an application that are measured; in a package that is none of the agent's. */
public class Metered {
  @Timed(
      value = "desk.sold",
      extraTags = {"kind", "web"},
      description = "Sold.",
      percentiles = 0.5)
  public long sold(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount");
    }
    return amount;
  }

  @Timed
  public void unnamed() {}

  @Timed("desk.first")
  @Timed("desk.second")
  public void twice() {}

  @Timed("desk.later")
  @Counted("desk.asked")
  public CompletableFuture<String> later(CompletableFuture<String> given) {
    return given;
  }

  @Timed(value = "desk.batch", longTask = true)
  public void batch(Runnable meanwhile) {
    meanwhile.run();
  }

  @Counted(
      value = "desk.counted",
      extraTags = {"kind", "web"})
  public int counted(int number) {
    return 10 / number;
  }

  @Counted(value = "desk.failed", recordFailuresOnly = true)
  public int failing(int number) {
    return 10 / number;
  }

  @Timed("desk.seen")
  @Counted("desk.seen")
  public String seen() {
    return "seen";
  }

  /** Nobody's method. */
  @Timed(longTask = true)
  public void withoutName() {}
}
