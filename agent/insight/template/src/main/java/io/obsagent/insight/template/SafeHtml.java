// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

/** Text that its template's author vouches for: it is not escaped in HTML output. */
record SafeHtml(String text) {
  @Override
  public String toString() {
    return text;
  }
}
