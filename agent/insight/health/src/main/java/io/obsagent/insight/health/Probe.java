// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpClient;
import io.obsagent.exporter.transport.HttpRequest;
import io.obsagent.exporter.transport.HttpSettings;
import io.obsagent.exporter.transport.ProxySettings;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.insight.Insight;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.insight.promql.QueryResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One way to ask whether something is well. Thread-safe. */
@FunctionalInterface
interface Probe {
  List<String> KINDS =
      List.of("url", "tcp", "redis", "tls", "promql", "method", "application", "jdbc");

  TlsSettings ANYBODY = new TlsSettings("", "", "", "", true, TlsSettings.protocols("", ""));

  /** The first status of HTTP that is no answer of something healthy. */
  int FIRST_FAULT = 400;

  /**
   * Asks once.
   *
   * @return what is wrong, in a few words without any address; empty if all is well
   * @throws IOException if there was no answer
   */
  String ask(Insight insight, Duration timeout) throws IOException;

  /**
   * @throws IllegalArgumentException if the text is no target of that kind; it is not shown where
   *     it may hold a secret
   */
  static Probe of(String kind, String text) {
    return switch (kind) {
      case "url" -> url(text);
      case "tcp" -> NetworkProbes.tcp(text);
      case "redis" -> NetworkProbes.redis(text);
      case "tls" -> NetworkProbes.tls(text);
      case "method" -> new MethodProbe(text);
      case "application" -> new ApplicationProbe(text);
      default -> promql(text);
    };
  }

  private static Probe url(String text) {
    if (text.indexOf('@') >= 0) {
      throw new IllegalArgumentException("no user and password may stand in the address");
    }
    Endpoint endpoint = Endpoint.ofUrl(text);
    return (insight, timeout) -> {
      int status = status(endpoint, HttpSettings.direct(timeout));
      return status < FIRST_FAULT ? "" : "answers " + status;
    };
  }

  /** Whether somebody answers in HTTP, whatever: nothing is told, and nothing believed. */
  static Probe answer(String url) {
    Endpoint endpoint = Endpoint.ofUrl(url).withPath("/");
    return (insight, timeout) -> {
      status(endpoint, new HttpSettings(ANYBODY, ProxySettings.DIRECT, Map.of(), timeout, timeout));
      return "";
    };
  }

  private static int status(Endpoint endpoint, HttpSettings settings) throws IOException {
    HttpRequest request =
        new HttpRequest("GET", endpoint, Map.of("Accept", "*/*"), ByteBuffer.allocate(0));
    return new HttpClient(settings).send(request).status();
  }

  private static Probe promql(String text) {
    Expr expr;
    try {
      expr = PromqlParser.parse(text);
    } catch (PromqlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return (insight, timeout) -> {
      QueryResult result =
          insight.engine().instant(insight.store(), expr, insight.cycle().now().toEpochMilli());
      boolean holds =
          result instanceof QueryResult.Scalar scalar
              ? scalar.value() != 0
              : result instanceof QueryResult.Vector vector
                  && vector.samples().stream().anyMatch(sample -> sample.value() != 0);
      return holds ? "" : "the expression has no result other than 0";
    };
  }
}
