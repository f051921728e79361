// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import java.util.concurrent.CompletableFuture;

/** Methods whose calls nobody looks for. */
public class OtherMetered {
  @Timed("other.first")
  @Timed("other.second")
  public void twice() {}

  @Timed("other.later")
  @Counted("other.asked")
  public CompletableFuture<String> later(CompletableFuture<String> given) {
    return given;
  }

  @Timed("other.number")
  @Counted("other.counted")
  public double number(int given, double factor) {
    return given * factor;
  }
}
