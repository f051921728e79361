// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

/** A template that cannot be parsed or rendered; the message names template and line. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  public TemplateException(String message) {
    super(message);
  }
}
