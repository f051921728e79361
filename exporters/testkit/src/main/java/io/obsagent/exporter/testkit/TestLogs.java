// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Log records as the agent hands them to exporters. */
public final class TestLogs {
  /** 2026-03-01T10:00:00.123456789Z. */
  public static final long TIME = 1_772_359_200_123_456_789L;

  private TestLogs() {}

  /** With neither span nor exception. */
  public static FinishedLog log(Severity severity, String body) {
    return log(severity, body, 100 + body.length());
  }

  /**
   * @param bytes what it says of its size
   */
  public static FinishedLog log(Severity severity, String body, int bytes) {
    return new FinishedLog(
        TIME,
        TIME + 1_000_000,
        severity.number(),
        severity.name(),
        body,
        "logback",
        "com.acme.Shop",
        0,
        0,
        0,
        (byte) 0,
        null,
        Map.of("thread.name", "main"),
        null,
        null,
        null,
        bytes);
  }

  /** An error in a request, with everything that a record may have. */
  public static FinishedLog error() {
    Map<String, Object> attributes = new TreeMap<>();
    attributes.put("thread.name", "http-1");
    attributes.put("order", 42L);
    attributes.put("ratio", 0.5);
    attributes.put("paid", true);
    attributes.put("note", "Grüße \"an\"\n\u0001 𝄞");
    return new FinishedLog(
        TIME,
        TIME + 2_000_000,
        Severity.ERROR.number(),
        "ERROR",
        "order 42 failed",
        "logback",
        "com.acme.Shop",
        0x0af7651916cd43ddL,
        0x8448eb211c80319cL,
        0xb7ad6b7169203331L,
        (byte) 1,
        "c-17",
        attributes,
        "java.lang.IllegalStateException",
        "no stock",
        "java.lang.IllegalStateException: no stock\n\tat com.acme.Shop.order(Shop.java:7)\n",
        600);
  }

  /** So many of INFO, whose bodies are {@code line 0} and so on. */
  public static List<FinishedLog> lines(int count) {
    List<FinishedLog> logs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      logs.add(log(Severity.INFO, "line " + i));
    }
    return logs;
  }
}
