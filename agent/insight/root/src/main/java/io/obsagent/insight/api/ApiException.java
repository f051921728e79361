// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.api;

/** A request that can't be answered: status, Prometheus' {@code errorType} and what to tell. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final String type;

  public ApiException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  public static ApiException badData(String message) {
    return new ApiException(400, "bad_data", message);
  }
}
