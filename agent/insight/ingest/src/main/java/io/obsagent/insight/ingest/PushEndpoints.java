// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.insight.ingest.PushStore.Mode;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * {@code POST /monitoring/metrics?job=nightly} with the text format or JSON, and the Pushgateway's
 * own addresses. Thread-safe.
 */
final class PushEndpoints {
  private static final String PATH = "/monitoring/metrics";
  private static final String GATEWAY = "/metrics/job/**";
  private static final String BASE64 = "@base64";
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final PushStore store;
  private final Ingested ingested;
  private final Supplier<Duration> usualTtl;

  PushEndpoints(PushStore store, Ingested ingested, Supplier<Duration> usualTtl) {
    this.store = store;
    this.ingested = ingested;
    this.usualTtl = usualTtl;
  }

  void addTo(Endpoints endpoints) {
    endpoints.post(PATH, params -> push(params, query(params), Mode.REPLACE_NAMES));
    endpoints.put(PATH, params -> push(params, query(params), Mode.REPLACE_GROUP));
    endpoints.delete(PATH, params -> delete(query(params)));
    endpoints.post(GATEWAY, params -> push(params, path(params), Mode.REPLACE_NAMES));
    endpoints.put(GATEWAY, params -> push(params, path(params), Mode.REPLACE_GROUP));
    endpoints.delete(GATEWAY, params -> delete(path(params)));
  }

  private Response push(Params params, Map<String, String> group, Mode mode) {
    return ingested.counting(
        "metrics",
        () -> {
          Request request = params.request();
          if (Body.is(request.header("content-type"), "application/vnd.google.protobuf")) {
            throw new ApiException(
                415, "bad_data", "Content-Type: push the text format, text/plain; version=0.0.4");
          }
          String text = Body.text(request);
          Map<String, String> labels = new TreeMap<>();
          String ttl = params.text("ttl");
          List<Pushed> pushed;
          Mode chosen = mode;
          if (Body.isJson(text)) {
            PushJson json = PushJson.parse(text);
            labels.putAll(json.group());
            pushed = json.metrics();
            ttl = ttl.isEmpty() ? json.ttl() : ttl;
            chosen = mode == Mode.REPLACE_GROUP ? mode : Mode.MERGE;
          } else {
            pushed = Exposition.parse(text);
          }
          labels.putAll(group);
          store.push(named(labels), pushed, chosen, ttlMillis(ttl));
          return pushed.size();
        });
  }

  private static Map<String, String> named(Map<String, String> labels) {
    if (labels.getOrDefault("job", "").isEmpty()) {
      throw ApiException.badData("a push needs a job: " + PATH + "?job=nightly");
    }
    return labels;
  }

  private long ttlMillis(String text) {
    if (text.isEmpty()) {
      return usualTtl.get().toMillis();
    }
    Duration ttl = PromDuration.parse(text);
    if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
      throw ApiException.badData("ttl: expected a duration from 10s to 30d");
    }
    return ttl.toMillis();
  }

  private Response delete(Map<String, String> group) {
    boolean known = store.delete(named(group));
    return Answers.success(out -> out.object().field("deleted", known).end());
  }

  private static Map<String, String> query(Params params) {
    Map<String, String> group = new TreeMap<>();
    for (String name : List.of("job", "instance")) {
      if (!params.text(name).isEmpty()) {
        group.put(name, params.text(name));
      }
    }
    return group;
  }

  /** {@code /metrics/job/nightly/instance/a}: names and values in turn. */
  private static Map<String, String> path(Params params) {
    Map<String, String> group = new TreeMap<>();
    String path = params.request().path().substring("/metrics/".length());
    Iterator<String> segments = List.of(path.split("/", -1)).iterator();
    while (segments.hasNext()) {
      String name = segments.next();
      if (!segments.hasNext()) {
        if (name.isEmpty()) {
          break; // a slash at the end
        }
        throw ApiException.badData("the label '" + name + "' has no value in the path");
      }
      String value = segments.next();
      boolean packed = name.endsWith(BASE64);
      group.put(
          packed ? name.substring(0, name.length() - BASE64.length()) : name,
          packed ? unpacked(value) : value);
    }
    return group;
  }

  private static String unpacked(String value) {
    String bare = value.replaceAll("=+$", "");
    return new String(Base64.getUrlDecoder().decode(bare), StandardCharsets.UTF_8);
  }
}
