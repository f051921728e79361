// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

/**
 * Names of the fields that tell where an event was logged, with comma and colon; what is not known
 * has none.
 */
final class Caller {
  private final byte[] type;
  private final byte[] method;
  private final byte[] file;
  private final byte[] line;

  /**
   * @param type empty for a kind that does not tell the class
   */
  Caller(String type, String method, String file, String line) {
    this.type = JsonKind.ascii(type);
    this.method = JsonKind.ascii(method);
    this.file = JsonKind.ascii(file);
    this.line = JsonKind.ascii(line);
  }

  void write(JsonBuffer out, StackTraceElement caller) {
    if (type.length > 0) {
      out.raw(type).string(caller.getClassName());
    }
    JsonKind.string(out, method, caller.getMethodName());
    JsonKind.string(out, file, caller.getFileName());
    if (caller.getLineNumber() > 0) {
      out.raw(line).number(caller.getLineNumber());
    }
  }
}
