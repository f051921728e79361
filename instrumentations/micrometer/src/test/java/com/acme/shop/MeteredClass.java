// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.micrometer.core.annotation.Timed;

/** A class of an application whose public methods are measured. */
@Timed(
    value = "counter.served",
    extraTags = {"kind", "all"})
public class MeteredClass {
  public int served(int number) {
    return 10 / number + hidden();
  }

  @Timed("counter.own")
  public void own() {}

  @Timed("counter.first")
  @Timed("counter.second")
  public void twice() {}

  public static void ofTheClass() {}

  int hidden() {
    return 1;
  }
}
