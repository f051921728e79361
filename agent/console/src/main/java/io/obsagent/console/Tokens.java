// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

/**
 * The token of each role; empty for none. Immutable.
 *
 * @param viewer for who only looks
 * @param operator for who also acts
 * @param admin for who may everything
 */
public record Tokens(String viewer, String operator, String admin) {
  static final Tokens NONE = new Tokens("", "", "");

  /** Whether there is none at all, so that nobody can prove who he is. */
  boolean isEmpty() {
    return viewer.isEmpty() && operator.isEmpty() && admin.isEmpty();
  }

  String of(Role role) {
    return switch (role) {
      case VIEWER -> viewer;
      case OPERATOR -> operator;
      case ADMIN -> admin;
    };
  }

  /** Without the tokens. */
  @Override
  public String toString() {
    return isEmpty() ? "no tokens" : "tokens";
  }
}
