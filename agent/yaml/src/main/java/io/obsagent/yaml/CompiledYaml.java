// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import io.obsagent.spi.config.ConfigNode;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a YAML file that comes with the agent, as the build has read them: they are there
 * without a parser, whose 130 classes no start needs else. Each node is its kind, its line, and
 * what it holds.
 */
public final class CompiledYaml {
  private static final int EMPTY = 0;
  private static final int SCALAR = 1;
  private static final int SEQUENCE = 2;
  private static final int MAPPING = 3;

  private CompiledYaml() {}

  /**
   * For the build.
   *
   * @param arguments a YAML file in which nothing is wrong; the file to write
   */
  public static void main(String[] arguments) throws IOException, YamlException {
    YamlDocument document = YamlReader.read(Path.of(arguments[0]));
    if (!document.faults().isEmpty() || !document.warnings().isEmpty()) {
      throw new IOException(document.faults() + " " + document.warnings());
    }
    Path target = Path.of(arguments[1]);
    Files.createDirectories(target.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(target)) {
      write(document.root(), out);
    }
  }

  static void write(ConfigNode root, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    node(root, data);
    data.flush();
  }

  private static void node(ConfigNode node, DataOutput out) throws IOException {
    if (node instanceof ConfigNode.Scalar scalar) {
      head(SCALAR, node, out);
      out.writeInt(scalar.column());
      out.writeUTF(scalar.text());
    } else if (node instanceof ConfigNode.Sequence sequence) {
      head(SEQUENCE, node, out);
      out.writeInt(sequence.items().size());
      for (ConfigNode item : sequence.items()) {
        node(item, out);
      }
    } else if (node instanceof ConfigNode.Mapping mapping) {
      head(MAPPING, node, out);
      out.writeInt(mapping.entries().size());
      for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
        out.writeUTF(entry.getKey());
        node(entry.getValue(), out);
      }
    } else {
      head(EMPTY, node, out);
    }
  }

  private static void head(int kind, ConfigNode node, DataOutput out) throws IOException {
    out.writeByte(kind);
    out.writeInt(Integer.parseInt(node.place().substring(node.place().lastIndexOf(':') + 1)));
  }

  /**
   * @param file the name for messages
   * @param in what {@link #main} has written
   */
  public static YamlDocument read(String file, InputStream in) throws IOException {
    return new YamlDocument(file, node(file + ":", new DataInputStream(in)), List.of(), List.of());
  }

  private static ConfigNode node(String file, DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    String place = file + in.readInt();
    switch (kind) {
      case SCALAR:
        return new ConfigNode.Scalar(place, in.readInt(), in.readUTF());
      case SEQUENCE:
        List<ConfigNode> items = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          items.add(node(file, in));
        }
        return new ConfigNode.Sequence(place, Collections.unmodifiableList(items));
      case MAPPING:
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
          entries.put(in.readUTF(), node(file, in));
        }
        return new ConfigNode.Mapping(place, Collections.unmodifiableMap(entries));
      default:
        return new ConfigNode.Empty(place);
    }
  }
}
