// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import io.obsagent.spi.config.ConfigNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML 1.2 in UTF-8 to nodes with places, and no objects of other classes. Bounded: 8 MB, half a
 * million values with what aliases unfold to, 100 levels.
 */
public final class YamlReader {
  private static final int MAX_BYTES = BoundedParser.MAX_CHARACTERS;

  private YamlReader() {}

  /**
   * Reads a file, which messages call by the whole path.
   *
   * @throws IOException if it cannot be read
   */
  public static YamlDocument read(Path path) throws IOException, YamlException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(path.toString(), in.readNBytes(MAX_BYTES + 1));
    }
  }

  /**
   * @param file the name for messages
   */
  public static YamlDocument read(String file, byte[] bytes) throws YamlException {
    return read(file, decoded(file, bytes));
  }

  private static String decoded(String file, byte[] bytes) throws YamlException {
    if (bytes.length > MAX_BYTES) {
      throw new YamlException(file + ":1: larger than 8 MB; split it");
    }
    // As many characters as bytes at most; the decoder stops at what is no UTF-8.
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      long line = text.chars().filter(c -> c == '\n').count() + 1;
      throw new YamlException(file + ":" + line + ": not UTF-8; save the file in that encoding");
    }
    return text;
  }

  /**
   * @param file the name for messages
   */
  public static YamlDocument read(String file, String text) throws YamlException {
    List<YamlDocument> all = documents(file, text);
    YamlDocument first = all.get(0);
    return all.size() == 1
        ? first
        : new YamlDocument(
            file,
            first.root(),
            first.faults(),
            List.of(
                all.get(1).root().place()
                    + ": only the first YAML document of a file counts, this is left out"));
  }

  /**
   * Reads a file in which several documents may stand, at least one; of those after the first,
   * empty ones are left out.
   *
   * @throws IOException if it cannot be read
   */
  public static List<YamlDocument> readAll(Path path) throws IOException, YamlException {
    try (InputStream in = Files.newInputStream(path)) {
      String file = path.toString();
      return documents(file, decoded(file, in.readNBytes(MAX_BYTES + 1)));
    }
  }

  /**
   * The same of a text.
   *
   * @param file the name for messages
   */
  public static List<YamlDocument> readAll(String file, String text) throws YamlException {
    return documents(file, text);
  }

  private static List<YamlDocument> documents(String file, String text) throws YamlException {
    try {
      LoadSettingsBuilder settings =
          LoadSettings.builder()
              .setLabel(file)
              .setUseMarks(true)
              .setMaxAliasesForCollections(MAX_BYTES);
      List<YamlDocument> all = new ArrayList<>();
      Composer composer = BoundedParser.compose(settings, text);
      while (composer.hasNext()) {
        YamlDocument document = new NodeConverter(file).document(composer.next(), List.of());
        if (all.isEmpty() || !(document.root() instanceof ConfigNode.Empty)) {
          all.add(document);
        }
      }
      return all.isEmpty() ? List.of(new NodeConverter(file).document(null, List.of())) : all;
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw new YamlException(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw new YamlException(file + ":1: not YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new YamlException(file + ":1: not YAML: nested too deeply");
    }
  }
}
