// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

import io.obsagent.core.config.AgentOptions;
import io.obsagent.spi.config.Config;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of this process, by OpenTelemetry's <a
 * href="https://opentelemetry.io/docs/specs/semconv/resource/">resource conventions</a>. Nothing
 * here asks the network: a name server that does not answer would hold up the start.
 */
public final class Resource {
  private Resource() {}

  /**
   * Attributes sorted by name; values that are not known are absent.
   *
   * @param more adds to what was found out, or replaces it; what is configured comes after it
   */
  public static Map<String, String> attributes(
      Config config, UnaryOperator<Map<String, String>> more) {
    return attributes(config, System.getenv(), new File("/"), more);
  }

  static Map<String, String> attributes(
      Config config,
      Map<String, String> environment,
      File root,
      UnaryOperator<Map<String, String>> more) {
    Map<String, String> found = new TreeMap<>();
    detect(found, environment, root);
    Map<String, String> all = new TreeMap<>(more.apply(found));
    addGiven(all, config.get(AgentOptions.RESOURCE_ATTRIBUTES));
    put(all, "service.name", config.get(AgentOptions.SERVICE_NAME));
    put(all, "service.version", config.get(AgentOptions.SERVICE_VERSION));
    put(all, "deployment.environment.name", config.get(AgentOptions.ENVIRONMENT));
    all.put("telemetry.sdk.name", "obs-agent");
    all.put("telemetry.sdk.language", "java");
    all.put("telemetry.sdk.version", AgentVersion.TEXT);
    return Collections.unmodifiableMap(all);
  }

  private static void detect(Map<String, String> all, Map<String, String> environment, File root) {
    all.put("service.name", ServiceName.detect(System.getProperty("sun.java.command", "")));
    all.put("process.pid", Long.toString(ProcessHandle.current().pid()));
    property(all, "process.runtime.name", "java.runtime.name");
    property(all, "process.runtime.version", "java.runtime.version");
    property(all, "process.runtime.description", "java.vm.name");
    put(all, "host.name", hostName(environment, root));
    put(all, "container.id", ContainerId.find(root));
    all.putAll(Cloud.attributes(environment, root));
  }

  private static void property(Map<String, String> all, String key, String property) {
    put(all, key, System.getProperty(property));
  }

  private static void put(Map<String, String> all, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      all.put(key, value);
    }
  }

  /** {@code a=b,c=d}, values percent-encoded; an item that is not one is left out. */
  private static void addGiven(Map<String, String> all, String given) {
    int start = 0;
    for (int i = 0; i <= given.length(); i++) {
      if (i == given.length() || given.charAt(i) == ',') {
        String item = given.substring(start, i);
        int equals = item.indexOf('=');
        if (equals > 0) {
          put(all, item.substring(0, equals).trim(), decode(item.substring(equals + 1).trim()));
        }
        start = i + 1;
      }
    }
  }

  private static String decode(String value) {
    try {
      return value.indexOf('%') < 0
          ? value
          : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static @Nullable String hostName(Map<String, String> environment, File root) {
    String name = environment.get("HOSTNAME");
    if (name == null || name.isEmpty()) {
      name = environment.get("COMPUTERNAME");
    }
    return name == null || name.isEmpty() ? read(new File(root, "proc/sys/kernel/hostname")) : name;
  }

  static @Nullable String read(File file) {
    try (InputStream in = new FileInputStream(file)) {
      return new String(in.readNBytes(64 << 10), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return null;
    }
  }
}
