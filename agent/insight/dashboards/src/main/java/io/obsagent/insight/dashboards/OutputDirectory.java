// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.Unreadable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that a command makes. They are written together: if one of them is there already and says
 * something else, none is, unless that is allowed. For one thread.
 */
public final class OutputDirectory {
  private final Map<String, String> files = new TreeMap<>();

  /**
   * @param path below the directory, with {@code /}
   */
  public OutputDirectory add(String path, String text) {
    files.put(path, text);
    return this;
  }

  /** What was added, by path. */
  public Map<String, String> files() {
    return Map.copyOf(files);
  }

  /**
   * Writes what was added.
   *
   * @param overwrite whether other content is replaced
   * @return an exit code of {@link Command}
   */
  public int write(String directory, boolean overwrite, PrintStream out, PrintStream err) {
    try {
      return write(Path.of(directory), overwrite, out, err);
    } catch (IOException e) {
      err.println(directory + ": cannot be written: " + Unreadable.reason(e));
      return Command.UNREADABLE;
    } catch (InvalidPathException e) {
      err.println(directory + ": this is no path: " + e.getMessage());
      return Command.USAGE;
    }
  }

  private int write(Path root, boolean overwrite, PrintStream out, PrintStream err)
      throws IOException {
    List<String> same = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      if (Files.exists(path)) {
        (holds(path, bytes(file.getValue())) ? same : others).add(file.getKey());
      }
    }
    if (!others.isEmpty() && !overwrite) {
      others.forEach(file -> err.println(root.resolve(file) + ": is there and says otherwise"));
      err.println("nothing was written; --force replaces what is there");
      return Command.FINDINGS;
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (!same.contains(file.getKey())) {
        Path path = root.resolve(file.getKey());
        Path parent = path.getParent();
        Files.createDirectories(parent == null ? root : parent);
        Files.write(path, bytes(file.getValue()));
        out.println(path);
      }
    }
    out.println(
        (files.size() - same.size()) + " files written, " + same.size() + " were there so already");
    return Command.OK;
  }

  private static boolean holds(Path path, byte[] bytes) throws IOException {
    return Files.isRegularFile(path)
        && Files.size(path) == bytes.length
        && Arrays.equals(Files.readAllBytes(path), bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
