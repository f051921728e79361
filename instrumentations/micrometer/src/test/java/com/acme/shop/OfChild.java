// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;

/** Of an application whose server has Micrometer. */
public class OfChild implements Runnable {
  @Override
  @Timed("child.timed")
  @Counted("child.counted")
  public void run() {}
}
