// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.log.AgentLog.Level;
import java.util.List;
import java.util.Locale;

/** The agent's own options; instrumentations and exporters declare theirs beside their code. */
public final class AgentOptions {
  public static final Option<Boolean> ENABLED =
      Option.flag("enabled", true, "Whether the agent does anything at all.")
          .alias("MONITORING_ENABLED");

  public static final Option<String> CONFIG_FILE =
      Option.text(
          "config.file",
          "obs-agent.yaml",
          "The configuration file; a relative path counts from the working directory.");

  public static final Option<Level> LOG_LEVEL =
      Option.of(
              "log.level",
              "debug, info, warn, error or off",
              "warn",
              "From which severity on the agent's own log is written.",
              AgentOptions::parseLevel)
          .alias("LOG_LEVEL")
          .asDynamic();

  public static final Option<String> LOG_FILE =
      Option.text(
          "log.file",
          "",
          "File for the agent's own log, at most 2 × 10 MB; standard error if none is given.");

  public static final Option<String> SERVICE_NAME =
      Option.text(
              "service.name",
              "",
              "Name of this service; else that of OTEL_RESOURCE_ATTRIBUTES, of the jar, or of the"
                  + " main class.")
          .alias("OTEL_SERVICE_NAME");

  public static final Option<String> SERVICE_VERSION =
      Option.text("service.version", "", "Version of this service.").alias("APP_VERSION");

  public static final Option<String> ENVIRONMENT =
      Option.text("environment", "", "Where this runs: production, staging …").alias("ENVIRONMENT");

  public static final Option<String> RESOURCE_ATTRIBUTES =
      Option.text(
              "resource.attributes",
              "",
              "More attributes of this process for all that is sent, as key=value,key2=value2.")
          .alias("OTEL_RESOURCE_ATTRIBUTES");

  public static final Option<Boolean> METRICS_ENABLED =
      Option.flag("metrics.enabled", true, "Whether metrics are recorded and served.");

  public static final Option<Boolean> MODULE_ENABLED =
      Option.flag(
              "instrumentation.<name>.enabled",
              true,
              "Whether one instrumentation works; it can be switched while the application runs.")
          .asDynamic();

  public static final Option<String> EXTENSIONS =
      Option.text(
          "extensions",
          "",
          "Jars, or directories of jars or classes, with extensions of OpenTelemetry's SDK or more"
              + " instrumentations, separated by commas or like a class path; only as a system"
              + " property.");

  public static final List<Option<?>> ALL =
      List.of(
          ENABLED,
          CONFIG_FILE,
          LOG_LEVEL,
          LOG_FILE,
          SERVICE_NAME,
          SERVICE_VERSION,
          ENVIRONMENT,
          RESOURCE_ATTRIBUTES,
          METRICS_ENABLED,
          MODULE_ENABLED,
          EXTENSIONS);

  private AgentOptions() {}

  /** LOG_LEVEL belongs to the application as well: its words are understood, too. */
  private static Level parseLevel(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "all", "trace", "debug" -> Level.DEBUG;
      case "info", "notice" -> Level.INFO;
      case "warn", "warning" -> Level.WARN;
      case "error", "fatal", "critical" -> Level.ERROR;
      case "off", "none" -> Level.OFF;
      default -> throw new IllegalArgumentException("expected debug, info, warn, error or off");
    };
  }
}
