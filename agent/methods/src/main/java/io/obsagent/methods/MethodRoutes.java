// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.methods.expr.ExprException;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.weave.MethodProbe;
import io.obsagent.spi.weave.MethodSelector;
import io.obsagent.spi.weave.MethodSelector.Method;
import io.obsagent.spi.weave.MethodWeaving;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a pattern would match now, and what is woven. */
final class MethodRoutes {
  static final String PATH = "/monitoring/agent/methods";
  static final int MAX_APPLIED = 100;

  private final Supplier<WovenMethods> woven;
  private final Supplier<List<MethodEntry>> entries;
  private final MethodsService service;

  MethodRoutes(
      Supplier<WovenMethods> woven, Supplier<List<MethodEntry>> entries, MethodsService service) {
    this.woven = woven;
    this.entries = entries;
    this.service = service;
  }

  /**
   * Weaves what the body says as the file would: a list of entries, or {@code methods:} with it.
   */
  Response apply(Request request) {
    List<String> problems = new ArrayList<>();
    List<MethodEntry> added;
    try {
      ConfigNode root = YamlReader.read("body", request.body()).root();
      ConfigNode list =
          root instanceof ConfigNode.Mapping mapping && mapping.entries().containsKey("methods")
              ? mapping.entries().get("methods")
              : root;
      added = list == null ? List.of() : EntryReader.parse(list, problems::add);
    } catch (YamlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    service.apply(added);
    return sites(request);
  }

  /** Takes away what was applied, not what is in the file. */
  Response withdraw(Request request) {
    return service.withdraw(request.parameter("pattern")) == 0
        ? Response.error(404, "nothing of that pattern was applied; see " + PATH + "/sites")
        : sites(request);
  }

  Response matching(Request request) {
    String text = request.parameter("pattern");
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "give a pattern: /monitoring/agent/methods?pattern=com.acme.*Service%23place*");
    }
    MethodPattern pattern;
    try {
      pattern = MethodPattern.parse(text);
    } catch (ExprException e) {
      throw new IllegalArgumentException("pattern:" + (e.offset() + 1) + ": " + e.getMessage(), e);
    }
    Preview preview = new Preview(pattern);
    MethodWeaving.get().preview(preview);
    return Response.json(200, preview::write);
  }

  /** Notes what a pattern matches among the classes that are loaded. */
  private static final class Preview implements MethodSelector, MethodSelector.Choice {
    private final MethodPattern pattern;
    private final Map<String, Method> methods = new TreeMap<>();
    private int matching;
    private int accessors;

    Preview(MethodPattern pattern) {
      this.pattern = pattern;
    }

    @Override
    public @Nullable Choice choice(String type, Supplier<Set<String>> superTypes) {
      return pattern.matchesType(type, superTypes) ? this : null;
    }

    @Override
    public @Nullable MethodProbe probe(Method method) {
      if (pattern.matches(method)) {
        matching++;
        if (methods.size() < WovenMethods.MAX_METHODS) {
          methods.put(method.type() + '#' + method.name() + method.descriptor(), method);
        }
      } else if (pattern.fits(method)) {
        accessors++;
      }
      return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    void write(JsonWriter json) {
      json.object();
      json.field("pattern", pattern.text());
      json.field("matching", matching);
      json.field("accessorsLeftOut", accessors);
      json.name("methods").array();
      for (Method method : methods.values()) {
        json.object();
        writeMethod(json, method);
        json.end();
      }
      json.end();
      json.end();
    }
  }

  private static void writeMethod(JsonWriter json, Method method) {
    json.field("class", method.type());
    json.field(
        "method",
        method.name() + '(' + String.join(", ", MethodPattern.types(method.descriptor())) + ')');
  }

  Response sites(Request request) {
    List<MethodEntry> current = entries.get();
    return Response.json(
        200,
        json -> {
          json.object();
          json.field("entries", current.size());
          json.name("sites").array();
          for (WovenMethod method : woven.get().all()) {
            write(json, method, current);
          }
          json.end();
          json.end();
        });
  }

  private static void write(JsonWriter json, WovenMethod method, List<MethodEntry> current) {
    json.object();
    writeMethod(json, method.method);
    json.field("calls", method.calls.sum());
    json.field("errors", method.errors.get());
    if (!method.lastError.isEmpty()) {
      json.field("lastError", method.lastError);
    }
    json.name("entries").array();
    for (MethodEntry entry : method.entries) {
      int index = current.indexOf(entry);
      json.object();
      json.field("pattern", entry.match().text());
      json.field("place", index < 0 ? entry.place() : current.get(index).place());
      json.end();
    }
    json.end();
    json.end();
  }
}
