// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

/** Implements the interface by its super class. */
public class Loud extends Quiet {
  @Override
  public String speak() {
    return "LOUD";
  }
}
