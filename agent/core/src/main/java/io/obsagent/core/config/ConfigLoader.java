// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlDocument;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Makes the configuration from what this process was given. */
public final class ConfigLoader {
  /** Far above what people write; a wrong path must not fill the memory. */
  private static final int MAX_FILE_BYTES = 4 << 20;

  private ConfigLoader() {}

  /**
   * The configuration of this process. Never throws: what is wrong is told later, by {@link
   * AgentConfig#reportProblems}.
   *
   * @param agentArguments what stands after {@code -javaagent:obs-agent.jar=}
   */
  public static AgentConfig load(@Nullable String agentArguments) {
    return load(
        agentArguments, System.getProperties(), System.getenv(), new File("").getAbsoluteFile());
  }

  /** The configuration of a process with these properties, variables and working directory. */
  public static AgentConfig load(
      @Nullable String agentArguments,
      Properties properties,
      Map<String, String> environment,
      File directory) {
    Sources sources = new Sources(agentArguments, properties, environment);
    List<Found> named = sources.find(AgentOptions.CONFIG_FILE.key(), List.of(), ConfigFile.NONE);
    String path = named.isEmpty() ? AgentOptions.CONFIG_FILE.defaultText() : named.get(0).text();
    File given = new File(path);
    File file = given.isAbsolute() ? given : new File(directory, path);
    ConfigFile content = read(file);
    if (!named.isEmpty() && !file.isFile() && !file.isDirectory()) {
      content =
          content.withProblem(
              named.get(0).place() + ": there is no file " + file + "; create it or correct it");
    }
    return new AgentConfig(sources, file, content);
  }

  static ConfigFile read(File file) {
    if (file.isDirectory()) {
      return ConfigFile.NONE.withProblem(
          file.getName() + ": is a directory; the options go into a file of that name");
    }
    if (!file.isFile()) {
      return ConfigFile.NONE;
    }
    try (InputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      return bytes.length > MAX_FILE_BYTES
          ? broken(file.getName() + ": larger than 4 MB")
          : read(YamlReader.read(file.getName(), bytes));
    } catch (IOException e) {
      return broken(file.getName() + ": cannot be read (" + e.getMessage() + ")");
    } catch (YamlException e) {
      return broken(e.getMessage());
    }
  }

  private static ConfigFile read(YamlDocument document) {
    List<String> problems = new ArrayList<>(document.warnings());
    problems.addAll(document.faults());
    ConfigNode root = document.root();
    if (root instanceof ConfigNode.Mapping mapping) {
      ConfigNode.Mapping known =
          hasOldKeys(mapping) ? OldKeys.translate(mapping, problems) : mapping;
      return new ConfigFile(known, List.copyOf(problems));
    }
    return root instanceof ConfigNode.Empty
        ? ConfigFile.NONE
        : broken(root.place() + ": expected 'key: value' lines");
  }

  private static boolean hasOldKeys(ConfigNode.Mapping root) {
    for (String key : root.entries().keySet()) {
      if (key.startsWith(OldKeys.ROOT)) {
        return true;
      }
    }
    return false;
  }

  private static ConfigFile broken(String problem) {
    return ConfigFile.NONE.withProblem(problem + ConfigFile.IGNORED);
  }
}
