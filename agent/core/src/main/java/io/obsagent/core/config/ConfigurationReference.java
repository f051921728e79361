// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The reference page and the example file, from the options themselves. */
public final class ConfigurationReference {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Written from the options in the code; a test compares. -->

      Every option has one name and several spellings. For `server.port`:

      | source, first wins | spelling |
      |---|---|
      | agent argument | `-javaagent:obs-agent.jar=server.port=9465` |
      | system property | `-Dobs.server.port=9465` |
      | environment | `OBS_SERVER_PORT=9465` |
      | environment, alias | `METRICS_PORT=9465` |
      | file | `server.port: 9465`, or nested, in `obs-agent.yaml` |

      The file is looked for in the working directory, or where `config.file` says. It is read again
      when it changes: options marked *live* take effect within two seconds, the others with the next
      start. A duration has a unit: `500ms`, `10s`, `5m`, `1h`; only in the variables of OpenTelemetry a bare
      number counts milliseconds. In an agent argument, a value in which `,name=` stands goes into quotes:
      `exporter.otlp.headers='a=1,b=2'`.
      An unknown or invalid item is told once, with its place, and does not count; the rest does.
      A *secret* can be given by the name of a variable or of a file: `server.token_env`,
      `server.token_file`. It is masked wherever it is shown.
      Keys below `monitoring`, as in `monitoring.dashboards.grafana.default_folder`, are read as the option that
      they mean and told as deprecated; [Upgrading](upgrading.md) has the table.
      `java -jar obs-agent.jar config` shows the effective values and where they come from.

      | option | type | default | meaning |
      |---|---|---|---|
      """;

  private ConfigurationReference() {}

  /** {@code docs/configuration.md}. */
  public static String markdown(
      Collection<? extends Option<?>> options, Collection<? extends Section<?>> sections) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Option<?> option : sorted(options).values()) {
      page.append("| `").append(option.key()).append('`');
      page.append(option.dynamic() ? " *live*" : "").append(option.secret() ? " *secret*" : "");
      page.append(" | ").append(option.type()).append(" | ");
      page.append(option.defaultText().isEmpty() ? "–" : "`" + option.defaultText() + "`");
      page.append(" | ").append(option.description().replace("|", "\\|").replace("<", "&lt;"));
      if (!option.aliases().isEmpty()) {
        page.append(" Also: `").append(String.join("`, `", option.aliases())).append("`.");
      }
      page.append(" |\n");
    }
    if (!sections.isEmpty()) {
      page.append("\n## In the file only\n");
    }
    for (Section<?> section : sections) {
      page.append("\n### `").append(section.key()).append('`');
      page.append(section.dynamic() ? " *live*" : "").append("\n\n");
      page.append(section.description()).append('\n');
      if (!section.example().isEmpty()) {
        page.append("\n```yaml\n").append(section.key()).append(":\n");
        page.append(indented(section.example(), "  ")).append("```\n");
      }
    }
    return page.toString();
  }

  /** {@code docs/obs-agent.example.yaml}: all there is, all commented out. */
  public static String example(
      Collection<? extends Option<?>> options, Collection<? extends Section<?>> sections) {
    StringBuilder file =
        new StringBuilder("# obs-agent.yaml: what is not given has its default.\n");
    for (Option<?> option : sorted(options).values()) {
      file.append("\n# ").append(option.description()).append('\n');
      String key = option.secret() ? option.key() + Secrets.ENV_SUFFIX : option.key();
      String value = option.secret() ? "NAME_OF_A_VARIABLE" : option.defaultText();
      file.append(("# " + key + ": " + value).stripTrailing()).append('\n');
    }
    for (Section<?> section : sections) {
      file.append("\n# ").append(section.description()).append('\n');
      file.append("# ").append(section.key()).append(":\n");
      file.append(indented(section.example(), "#   "));
    }
    return file.toString();
  }

  private static Map<String, Option<?>> sorted(Collection<? extends Option<?>> options) {
    Map<String, Option<?>> sorted = new TreeMap<>();
    for (Option<?> option : options) {
      sorted.put(option.key(), option);
    }
    return sorted;
  }

  private static String indented(String text, String prefix) {
    StringBuilder lines = new StringBuilder();
    for (String line : text.split("\n")) {
      lines.append((prefix + line).stripTrailing()).append('\n');
    }
    return lines.toString();
  }
}
