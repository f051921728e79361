// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.yaml.CompiledYaml;
import io.obsagent.yaml.YamlDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules that come with the agent. */
public final class BuiltinRules {
  private static final String FILE = "builtin-rules.yml";
  private static final String COMPILED = "builtin-rules.nodes";

  private BuiltinRules() {}

  /** The file as it is written. */
  public static String text() {
    return new String(resource(FILE), StandardCharsets.UTF_8);
  }

  /** Their templates are not looked into: tests have done so, and few of them are ever rendered. */
  public static List<RuleGroup> groups() {
    return RuleFileReader.readChecked(document()).groups();
  }

  /** Of what the build has made of the file, because no start shall wait for a parser of YAML. */
  static YamlDocument document() {
    try {
      return CompiledYaml.read(FILE, new ByteArrayInputStream(resource(COMPILED)));
    } catch (IOException e) {
      throw new UncheckedIOException(COMPILED, e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = BuiltinRules.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name + "; build it anew");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
