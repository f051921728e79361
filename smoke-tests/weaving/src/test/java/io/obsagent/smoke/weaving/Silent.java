// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

/** Excluded by its name. */
public class Silent implements Speaker {
  @Override
  public String speak() {
    return "";
  }
}
