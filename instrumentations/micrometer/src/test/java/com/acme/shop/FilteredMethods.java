// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;

/** Methods of an application that has tags and filters for what it measures. */
public class FilteredMethods {
  @Timed("filtered.timed")
  public void timed() {}

  @Counted("filtered.counted")
  public void counted() {}

  @Timed("filtered.denied")
  public void denied() {}
}
